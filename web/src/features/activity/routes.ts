import type { FeatureRoute } from "@/lib/routes";

export const activityRoutes: readonly FeatureRoute[] = [];
