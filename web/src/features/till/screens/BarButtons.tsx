/** The buttons of the customer and of coupons, which tell what is chosen. */
import { Trans, useLingui } from "@lingui/react/macro";
import { IconTicket, IconUserPlus } from "@tabler/icons-react";
import { initials } from "@/lib/format";
import { useTill } from "../state/till";
import classes from "./till.module.css";

export function CustomerButton({ onOpen }: { onOpen: () => void }) {
  const customer = useTill((state) => state.cart.customer);
  return (
    <button type="button" className={classes.customerButton} onClick={onOpen}>
      {customer ? (
        <>
          <span className={classes.face} style={{ width: "2rem", height: "2rem" }} aria-hidden>
            {initials(customer.name)}
          </span>
          <span className={classes.cut}>{customer.name}</span>
        </>
      ) : (
        <>
          <IconUserPlus aria-hidden />
          <Trans>Customer</Trans>
        </>
      )}
      <span className={classes.grow} />
      <span className={classes.keyHint}>F4</span>
    </button>
  );
}

export function CouponsButton({ onOpen }: { onOpen: () => void }) {
  const { t } = useLingui();
  const count = useTill((state) => state.cart.coupons.length);
  return (
    <button
      type="button"
      className={classes.couponButton}
      aria-label={count ? t`Coupons: ${count}` : t`Coupons`}
      onClick={onOpen}
    >
      <IconTicket aria-hidden />
      {count > 0 && <span>{count}</span>}
    </button>
  );
}
