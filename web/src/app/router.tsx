/** The addresses of the product. Each feature brings its own; a page's code is loaded when it is first opened. */
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from "@tanstack/react-router";
import { activityRoutes } from "@/features/activity/routes";
import { customersRoutes } from "@/features/customers/routes";
import { homeRoutes } from "@/features/home/routes";
import { pricesRoutes } from "@/features/prices/routes";
import { productsRoutes } from "@/features/products/routes";
import { providersRoutes } from "@/features/providers/routes";
import { purchasingRoutes } from "@/features/purchasing/routes";
import { refundsRoutes } from "@/features/refunds/routes";
import { reportsRoutes } from "@/features/reports/routes";
import { salesRoutes } from "@/features/sales/routes";
import { settingsRoutes } from "@/features/settings/routes";
import { shiftsRoutes } from "@/features/shifts/routes";
import { stockRoutes } from "@/features/stock/routes";
import { suppliersRoutes } from "@/features/suppliers/routes";
import { walletRoutes } from "@/features/wallet/routes";
import { withWords } from "@/lib/i18n";
import { asProblem } from "@/lib/problem";
import { queryClient } from "@/lib/queries";
import type { FeatureRoute } from "@/lib/routes";
import { meQuery } from "@/lib/session";
import { Fault, NotFound } from "./Fault";

/** Every page of the back office by its feature's folder; a feature adds its own here. */
const PAGES: Record<string, readonly FeatureRoute[]> = {
  home: homeRoutes,
  sales: salesRoutes,
  refunds: refundsRoutes,
  shifts: shiftsRoutes,
  wallet: walletRoutes,
  providers: providersRoutes,
  customers: customersRoutes,
  suppliers: suppliersRoutes,
  products: productsRoutes,
  prices: pricesRoutes,
  stock: stockRoutes,
  purchasing: purchasingRoutes,
  reports: reportsRoutes,
  activity: activityRoutes,
  settings: settingsRoutes,
};

const rootRoute = createRootRoute({ component: Outlet, notFoundComponent: NotFound, errorComponent: Fault });

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/sign-in",
  component: lazyRouteComponent(() => import("./SignIn"), "SignIn"),
});

const tillRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/pos",
  component: lazyRouteComponent(() => withWords("till", () => import("@/features/till/screens/Till")), "Till"),
});

const displayRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/pos/display",
  component: lazyRouteComponent(() => withWords("till", () => import("@/features/till/screens/Display")), "Display"),
});

/** The address that the seeds give the sales form. */
const seedRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/sales/stable",
  beforeLoad: () => {
    throw redirect({ to: "/pos" });
  },
});

const deskRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: "desk",
  beforeLoad: async ({ location }) => {
    const me = await queryClient.ensureQueryData(meQuery).catch((error: unknown) => {
      if (asProblem(error).isOffline) throw error;
      throw redirect({ to: "/sign-in", search: { next: location.href } as never });
    });
    if (!me.business) throw redirect({ to: "/sign-in", search: { next: location.href, choose: "1" } as never });
  },
  component: lazyRouteComponent(() => import("./BackOffice"), "BackOffice"),
  errorComponent: Fault,
  notFoundComponent: NotFound,
});

const pages = Object.entries(PAGES).flatMap(([feature, routes]) =>
  routes.map(({ path, page }) =>
    createRoute({
      getParentRoute: () => deskRoute,
      path,
      component: lazyRouteComponent(() => withWords(feature, page)),
    }),
  ),
);

export const router = createRouter({
  routeTree: rootRoute.addChildren([signInRoute, tillRoute, displayRoute, seedRoute, deskRoute.addChildren(pages)]),
  parseSearch: (search) => Object.fromEntries(new URLSearchParams(search)),
  stringifySearch: (search) => {
    const told = new URLSearchParams(search as Record<string, string>).toString();
    return told && `?${told}`;
  },
  defaultErrorComponent: Fault,
  defaultNotFoundComponent: NotFound,
  scrollRestoration: true,
});
