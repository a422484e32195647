import type { FeatureRoute } from "@/lib/routes";

export const customersRoutes: readonly FeatureRoute[] = [{ path: "/customers", page: () => import("./CustomersPage") }];
