import type { FeatureRoute } from "@/lib/routes";

export const settingsRoutes: readonly FeatureRoute[] = [];
