import type { FeatureRoute } from "@/lib/routes";

export const providersRoutes: readonly FeatureRoute[] = [
  { path: "/sales/providers", page: () => import("./IntentsPage") },
  { path: "/sales/providers/messages", page: () => import("./EventsPage") },
  { path: "/sales/providers/books", page: () => import("./BooksPage") },
  { path: "/sales/providers/$id", page: () => import("./IntentPage") },
  { path: "/settings/providers", page: () => import("./AccountsPage") },
];
