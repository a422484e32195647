/** The places of the back office, in the words of a shop. What the role does not permit is not there. */
import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import {
  IconActivity,
  IconBox,
  IconBuildingWarehouse,
  IconChartBar,
  IconHome,
  IconReceipt,
  IconSettings,
  IconTag,
  IconTruckDelivery,
  IconUsers,
} from "@tabler/icons-react";

export interface Place {
  to: string;
  label: MessageDescriptor;
  /** One of these capabilities is needed; none means everybody. */
  needs?: readonly string[];
}

export interface Area extends Place {
  icon: typeof IconHome;
  places: readonly Place[];
}

export const AREAS: readonly Area[] = [
  { to: "/", label: msg`Home`, icon: IconHome, places: [] },
  {
    to: "/sales",
    label: msg`Sales`,
    icon: IconReceipt,
    needs: ["sale.view"],
    places: [
      { to: "/sales/payments", label: msg`Payments` },
      { to: "/sales/providers", label: msg`Through providers`, needs: ["payment.view"] },
      { to: "/sales/providers/messages", label: msg`Messages of providers`, needs: ["payment.view"] },
      { to: "/sales/providers/books", label: msg`Compare with a provider`, needs: ["payment.manage"] },
      { to: "/sales/refunds", label: msg`Refunds` },
      { to: "/sales/shifts", label: msg`Shifts`, needs: ["shift.view"] },
      { to: "/sales/wallet", label: msg`Gift cards and credit`, needs: ["wallet.view"] },
      { to: "/sales/carts", label: msg`Carts` },
    ],
  },
  {
    to: "/customers",
    label: msg`Customers`,
    icon: IconUsers,
    needs: ["customer.view"],
    places: [
      { to: "/customers/aging", label: msg`Owed by age`, needs: ["customer.view"] },
      { to: "/customers/alerts", label: msg`Credit alerts`, needs: ["customer.view"] },
      { to: "/customers/doubles", label: msg`Doubles`, needs: ["customer.manage"] },
    ],
  },
  {
    to: "/products",
    label: msg`Products`,
    icon: IconBox,
    needs: ["product.view"],
    places: [
      { to: "/products/labels", label: msg`Labels` },
      { to: "/products/checks", label: msg`Checks` },
      { to: "/products/setup", label: msg`Setup` },
    ],
  },
  {
    to: "/prices",
    label: msg`Prices`,
    icon: IconTag,
    needs: ["price.manage", "price.approve"],
    places: [
      { to: "/prices/promotions", label: msg`Promotions` },
      { to: "/prices/lists", label: msg`Price lists` },
      { to: "/prices/groups", label: msg`Customer groups` },
      { to: "/prices/steps", label: msg`Step prices` },
      { to: "/prices/proposals", label: msg`Proposals`, needs: ["price.manage"] },
      { to: "/prices/explain", label: msg`Explain a price` },
    ],
  },
  {
    to: "/stock",
    label: msg`Stock`,
    icon: IconBuildingWarehouse,
    needs: ["stock.view"],
    places: [
      { to: "/stock", label: msg`Levels` },
      { to: "/stock/low", label: msg`Running low` },
      { to: "/stock/expiry", label: msg`Expiry` },
      { to: "/stock/transfers", label: msg`Transfers` },
      { to: "/stock/counts", label: msg`Counts` },
      { to: "/stock/adjustments", label: msg`Adjustments` },
      { to: "/stock/movements", label: msg`Movements` },
      { to: "/stock/then", label: msg`Stock on a day` },
      { to: "/stock/serials", label: msg`Serial numbers` },
    ],
  },
  {
    to: "/purchasing",
    label: msg`Purchasing`,
    icon: IconTruckDelivery,
    needs: ["purchase.view", "supplier.view"],
    places: [
      { to: "/purchasing", label: msg`Order board`, needs: ["purchase.view"] },
      { to: "/suppliers", label: msg`Suppliers`, needs: ["supplier.view"] },
      { to: "/purchasing/orders", label: msg`Orders`, needs: ["purchase.view"] },
      { to: "/purchasing/requests", label: msg`Requests`, needs: ["purchase.view"] },
      { to: "/purchasing/deliveries", label: msg`Deliveries`, needs: ["purchase.view"] },
      { to: "/purchasing/invoices", label: msg`Supplier invoices`, needs: ["supplier.view"] },
      { to: "/purchasing/payments", label: msg`Supplier payments`, needs: ["supplier.view"] },
      { to: "/purchasing/credit-notes", label: msg`Credit notes`, needs: ["supplier.view"] },
      { to: "/purchasing/landed-costs", label: msg`Landed costs`, needs: ["purchase.view"] },
      { to: "/purchasing/returns", label: msg`Returns to suppliers`, needs: ["purchase.view"] },
      { to: "/purchasing/reorder-rules", label: msg`Reorder rules`, needs: ["purchase.view"] },
      { to: "/purchasing/settings", label: msg`Purchase settings`, needs: ["settings.manage"] },
    ],
  },
  {
    to: "/reports",
    label: msg`Reports`,
    icon: IconChartBar,
    needs: ["sale.view"],
    places: [
      { to: "/reports", label: msg`A shop's day` },
      { to: "/reports/products", label: msg`Products of a period` },
    ],
  },
  {
    to: "/activity",
    label: msg`Activity`,
    icon: IconActivity,
    needs: ["audit.view", "sale.import", "data.import", "data.export"],
    places: [
      { to: "/activity/offline", label: msg`Offline sales`, needs: ["sale.import"] },
      { to: "/activity/imports", label: msg`Imports`, needs: ["data.import"] },
      { to: "/activity/exports", label: msg`Exports`, needs: ["data.export"] },
    ],
  },
  {
    to: "/settings",
    label: msg`Settings`,
    icon: IconSettings,
    needs: ["settings.manage", "people.manage", "workflow.manage", "payment.manage"],
    places: [
      { to: "/settings/business", label: msg`Business`, needs: ["settings.manage"] },
      { to: "/settings/locations", label: msg`Locations`, needs: ["settings.manage"] },
      { to: "/settings/terminals", label: msg`Tills`, needs: ["people.manage"] },
      { to: "/settings/till-layouts", label: msg`Favourites`, needs: ["product.manage"] },
      { to: "/settings/codes", label: msg`Scanned codes`, needs: ["product.manage"] },
      { to: "/settings/providers", label: msg`Payment providers`, needs: ["payment.manage"] },
      { to: "/settings/loyalty", label: msg`Loyalty points`, needs: ["loyalty.manage"] },
      { to: "/settings/people", label: msg`People`, needs: ["people.manage"] },
      { to: "/settings/roles", label: msg`Roles`, needs: ["people.manage"] },
      { to: "/settings/workflows", label: msg`Workflows`, needs: ["workflow.manage"] },
      { to: "/settings/numbers", label: msg`Number series`, needs: ["settings.manage"] },
      { to: "/settings/taxes", label: msg`Taxes`, needs: ["product.manage"] },
    ],
  },
];
