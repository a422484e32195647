import type { FeatureRoute } from "@/lib/routes";

export const settingsRoutes: readonly FeatureRoute[] = [
  { path: "/settings", page: () => import("./SettingsPage") },
  { path: "/settings/business", page: () => import("./BusinessPage") },
  { path: "/settings/locations", page: () => import("./LocationsPage") },
  { path: "/settings/terminals", page: () => import("./TerminalsPage") },
  { path: "/settings/people", page: () => import("./PeoplePage") },
  { path: "/settings/roles", page: () => import("./RolesPage") },
  { path: "/settings/roles/$id", page: () => import("./RolePage") },
  { path: "/settings/workflows", page: () => import("./workflow/WorkflowsPage") },
  { path: "/settings/workflows/$id", page: () => import("./workflow/WorkflowPage") },
  { path: "/settings/numbers", page: () => import("./NumbersPage") },
  { path: "/settings/till-layouts", page: () => import("./layouts/LayoutsPage") },
  { path: "/settings/till-layouts/$id", page: () => import("./layouts/LayoutPage") },
  { path: "/settings/codes", page: () => import("./codes/CodeRulesPage") },
  { path: "/settings/taxes", page: () => import("./TaxesPage") },
];
