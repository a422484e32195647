import type { FeatureRoute } from "@/lib/routes";

export const homeRoutes: readonly FeatureRoute[] = [{ path: "/", page: () => import("./HomePage") }];
