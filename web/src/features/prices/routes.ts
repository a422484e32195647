import type { FeatureRoute } from "@/lib/routes";

export const pricesRoutes: readonly FeatureRoute[] = [
  { path: "/prices", page: () => import("./BasePricesPage") },
  { path: "/prices/lists", page: () => import("./lists/ListsPage") },
  { path: "/prices/lists/$id", page: () => import("./lists/ListDetailPage") },
  { path: "/prices/groups", page: () => import("./tiers/GroupsPage") },
  { path: "/prices/steps", page: () => import("./tiers/StepsPage") },
  { path: "/prices/promotions", page: () => import("./promotions/PromotionsPage") },
  { path: "/prices/promotions/new", page: () => import("./promotions/NewPromotionPage") },
  { path: "/prices/promotions/$id", page: () => import("./promotions/PromotionPage") },
  { path: "/prices/promotions/$id/edit", page: () => import("./promotions/EditPromotionPage") },
  { path: "/prices/proposals", page: () => import("./ProposalsPage") },
  { path: "/prices/explain", page: () => import("./ExplainPage") },
];
