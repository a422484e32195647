import type { FeatureRoute } from "@/lib/routes";

export const activityRoutes: readonly FeatureRoute[] = [
  { path: "/activity", page: () => import("./AuditPage") },
  { path: "/activity/imports", page: () => import("./ImportsPage") },
  { path: "/activity/imports/new", page: () => import("./UploadPage") },
  { path: "/activity/imports/$id", page: () => import("./ImportPage") },
  { path: "/activity/offline", page: () => import("./offline/OfflinePage") },
  { path: "/activity/offline/$id", page: () => import("./offline/OfflineSalePage") },
  { path: "/activity/exports", page: () => import("./ExportsPage") },
];
