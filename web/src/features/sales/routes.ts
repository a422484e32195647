import type { FeatureRoute } from "@/lib/routes";

export const salesRoutes: readonly FeatureRoute[] = [];
