import type { FeatureRoute } from "@/lib/routes";

export const productsRoutes: readonly FeatureRoute[] = [
  { path: "/products", page: () => import("./ProductsPage") },
  { path: "/products/new", page: () => import("./NewProductPage") },
  { path: "/products/checks", page: () => import("./ChecksPage") },
  { path: "/products/labels", page: () => import("./labels/LabelsPage") },
  { path: "/products/setup", page: () => import("./setup/SetupPage") },
  { path: "/products/$id", page: () => import("./detail/ProductPage") },
  { path: "/products/$id/edit", page: () => import("./EditProductPage") },
];
