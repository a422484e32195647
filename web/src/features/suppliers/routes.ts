import type { FeatureRoute } from "@/lib/routes";

export const suppliersRoutes: readonly FeatureRoute[] = [
  { path: "/suppliers", page: () => import("./SuppliersPage") },
  { path: "/suppliers/new", page: () => import("./NewPage") },
  { path: "/suppliers/aging", page: () => import("./AgingPage") },
  { path: "/suppliers/$id", page: () => import("./SupplierPage") },
  { path: "/suppliers/$id/edit", page: () => import("./EditPage") },
];
