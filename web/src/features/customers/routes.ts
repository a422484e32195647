import type { FeatureRoute } from "@/lib/routes";

export const customersRoutes: readonly FeatureRoute[] = [
  { path: "/customers", page: () => import("./CustomersPage") },
  { path: "/customers/aging", page: () => import("./AgingPage") },
  { path: "/customers/alerts", page: () => import("./AlertsPage") },
  { path: "/customers/doubles", page: () => import("./DoublesPage") },
  { path: "/customers/$id", page: () => import("./CustomerPage") },
  { path: "/customers/$id/edit", page: () => import("./EditPage") },
  { path: "/customers/$id/merge", page: () => import("./MergePage") },
];
