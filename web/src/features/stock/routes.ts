import type { FeatureRoute } from "@/lib/routes";

export const stockRoutes: readonly FeatureRoute[] = [
  { path: "/stock", page: () => import("./LevelsPage") },
  { path: "/stock/low", page: () => import("./LowPage") },
  { path: "/stock/expiry", page: () => import("./ExpiryPage") },
  { path: "/stock/movements", page: () => import("./MovementsPage") },
  { path: "/stock/then", page: () => import("./ThenPage") },
  { path: "/stock/serials", page: () => import("./SerialsPage") },
  { path: "/stock/transfers", page: () => import("./transfers/TransfersPage") },
  { path: "/stock/transfers/new", page: () => import("./transfers/NewTransferPage") },
  { path: "/stock/transfers/$id", page: () => import("./transfers/TransferPage") },
  { path: "/stock/adjustments", page: () => import("./adjustments/AdjustmentsPage") },
  { path: "/stock/adjustments/new", page: () => import("./adjustments/NewAdjustmentPage") },
  { path: "/stock/adjustments/$id", page: () => import("./adjustments/AdjustmentPage") },
  { path: "/stock/counts", page: () => import("./counts/CountsPage") },
  { path: "/stock/counts/new", page: () => import("./counts/NewCountPage") },
  { path: "/stock/counts/$id", page: () => import("./counts/CountPage") },
  { path: "/stock/counts/$id/count", page: () => import("./counts/CountingPage") },
  { path: "/stock/$id", page: () => import("./ItemPage") },
];
