import type { FeatureRoute } from "@/lib/routes";

export const walletRoutes: readonly FeatureRoute[] = [
  { path: "/sales/wallet", page: () => import("./HoldingsPage") },
  { path: "/sales/wallet/$id", page: () => import("./HoldingPage") },
  { path: "/settings/loyalty", page: () => import("./LoyaltyPage") },
];
