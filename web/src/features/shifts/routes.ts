import type { FeatureRoute } from "@/lib/routes";

export const shiftsRoutes: readonly FeatureRoute[] = [
  { path: "/sales/shifts", page: () => import("./ShiftsPage") },
  { path: "/sales/shifts/$id", page: () => import("./ShiftPage") },
];
