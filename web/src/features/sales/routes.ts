import type { FeatureRoute } from "@/lib/routes";

export const salesRoutes: readonly FeatureRoute[] = [
  { path: "/sales", page: () => import("./SalesPage") },
  { path: "/sales/payments", page: () => import("./PaymentsPage") },
  { path: "/sales/carts", page: () => import("./CartsPage") },
  { path: "/sales/$id", page: () => import("./SalePage") },
];
