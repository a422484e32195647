import type { FeatureRoute } from "@/lib/routes";

export const reportsRoutes: readonly FeatureRoute[] = [
  { path: "/reports", page: () => import("./DayPage") },
  { path: "/reports/products", page: () => import("./ProductsPage") },
];
