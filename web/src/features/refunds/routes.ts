import type { FeatureRoute } from "@/lib/routes";

export const refundsRoutes: readonly FeatureRoute[] = [
  { path: "/sales/refunds", page: () => import("./RefundsPage") },
  { path: "/sales/refunds/$id", page: () => import("./RefundPage") },
  { path: "/sales/$id/refund", page: () => import("./NewRefundPage") },
];
