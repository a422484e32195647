/** The places of the back office, in the words of a shop. What the role does not permit is not there. */
import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import {
  IconActivity,
  IconBox,
  IconBuildingWarehouse,
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
      { to: "/sales/carts", label: msg`Carts` },
    ],
  },
  { to: "/customers", label: msg`Customers`, icon: IconUsers, needs: ["customer.view"], places: [] },
  { to: "/products", label: msg`Products`, icon: IconBox, needs: ["product.view"], places: [] },
  { to: "/prices", label: msg`Prices`, icon: IconTag, needs: ["price.manage", "price.approve"], places: [] },
  { to: "/stock", label: msg`Stock`, icon: IconBuildingWarehouse, needs: ["stock.view"], places: [] },
  {
    to: "/purchasing",
    label: msg`Purchasing`,
    icon: IconTruckDelivery,
    needs: ["purchase.view", "supplier.view"],
    places: [],
  },
  {
    to: "/activity",
    label: msg`Activity`,
    icon: IconActivity,
    needs: ["audit.view", "data.import", "data.export"],
    places: [
      { to: "/activity/imports", label: msg`Imports`, needs: ["data.import"] },
      { to: "/activity/exports", label: msg`Exports`, needs: ["data.export"] },
    ],
  },
  {
    to: "/settings",
    label: msg`Settings`,
    icon: IconSettings,
    needs: ["settings.manage", "people.manage", "workflow.manage"],
    places: [
      { to: "/settings/business", label: msg`Business`, needs: ["settings.manage"] },
      { to: "/settings/locations", label: msg`Locations`, needs: ["settings.manage"] },
      { to: "/settings/terminals", label: msg`Tills`, needs: ["people.manage"] },
      { to: "/settings/people", label: msg`People`, needs: ["people.manage"] },
      { to: "/settings/roles", label: msg`Roles`, needs: ["people.manage"] },
      { to: "/settings/workflows", label: msg`Workflows`, needs: ["workflow.manage"] },
      { to: "/settings/numbers", label: msg`Number series`, needs: ["settings.manage"] },
      { to: "/settings/taxes", label: msg`Taxes`, needs: ["product.manage"] },
    ],
  },
];
