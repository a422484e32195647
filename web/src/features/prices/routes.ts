import type { FeatureRoute } from "@/lib/routes";

export const pricesRoutes: readonly FeatureRoute[] = [];
