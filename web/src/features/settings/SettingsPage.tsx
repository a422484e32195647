/** What can be set, each with what it is for. */
import { useLingui } from "@lingui/react/macro";
import { Link } from "@tanstack/react-router";
import { Page } from "@/components/ui/Page";
import { useMay } from "@/lib/session";
import classes from "./Settings.module.css";

export default function SettingsPage() {
  const { t } = useLingui();
  const may = useMay();
  const places = [
    {
      to: "/settings/business",
      name: t`Business`,
      what: t`Name, address and tax number on receipts, rounding, credit, how prices are chosen`,
      needs: "settings.manage",
    },
    {
      to: "/settings/locations",
      name: t`Locations`,
      what: t`Shops and warehouses, their addresses and time zones`,
      needs: "settings.manage",
    },
    {
      to: "/settings/terminals",
      name: t`Tills`,
      what: t`Enrol a device, replace it, switch it off`,
      needs: "people.manage",
    },
    {
      to: "/settings/till-layouts",
      name: t`Favourites`,
      what: t`What cashiers touch instead of scanning, for all tills, a shop or one till`,
      needs: "product.manage",
    },
    {
      to: "/settings/codes",
      name: t`Scanned codes`,
      what: t`How tills read labels of scales, coupons and cards`,
      needs: "product.manage",
    },
    {
      to: "/settings/providers",
      name: t`Payment providers`,
      what: t`Accounts that take cards and mobile money, their secrets and addresses`,
      needs: "payment.manage",
    },
    {
      to: "/settings/loyalty",
      name: t`Loyalty points`,
      what: t`How points are earned, what they are worth, how they are spent`,
      needs: "loyalty.manage",
    },
    {
      to: "/settings/people",
      name: t`People`,
      what: t`Who works here, as what, where, and their PINs`,
      needs: "people.manage",
    },
    { to: "/settings/roles", name: t`Roles`, what: t`What each role may do`, needs: "people.manage" },
    {
      to: "/settings/workflows",
      name: t`Workflows`,
      what: t`Which steps orders, deliveries and other documents go through`,
      needs: "workflow.manage",
    },
    {
      to: "/settings/numbers",
      name: t`Number series`,
      what: t`How customers, products and documents are numbered`,
      needs: "settings.manage",
    },
    { to: "/settings/taxes", name: t`Taxes`, what: t`Tax categories and their rates by day`, needs: "product.manage" },
  ].filter((place) => may(place.needs));
  return (
    <Page title={t`Settings`}>
      <ul className={classes.cards}>
        {places.map((place) => (
          <li key={place.to}>
            <Link to={place.to} className={classes.card}>
              <strong>{place.name}</strong>
              <span>{place.what}</span>
            </Link>
          </li>
        ))}
      </ul>
    </Page>
  );
}
