import type { FeatureRoute } from "@/lib/routes";

export const purchasingRoutes: readonly FeatureRoute[] = [];
