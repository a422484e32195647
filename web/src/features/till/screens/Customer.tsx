/** Who buys: found by name, number or phone, with what they owe; or created here and chosen at once. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Drawer, Group } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { type KeyboardEvent, useEffect, useState } from "react";
import { CustomerCreateModal } from "@/components/customers/CustomerCreateModal";
import { currencyOf } from "@/domain/cart";
import type { CreditRow } from "@/domain/facts";
import { roundMoney } from "@/domain/money";
import { standingOf } from "@/domain/payment";
import { availableCredit } from "@/domain/standing";
import { type CatalogCustomer, catalog } from "../local/catalog";
import { feed } from "../local/feed";
import { chooseCustomer } from "../state/acts";
import { adoptCustomer, createCustomer, knownCustomers } from "../state/customers";
import { useTill } from "../state/till";
import { TakePayment } from "./TakePayment";
import classes from "./till.module.css";
import { useTillWords } from "./words";

interface Props {
  opened: boolean;
  onClose: () => void;
  /** It has left the screen, with all that was in it. */
  onClosed: () => void;
}

export function Customer({ opened, onClose, onClosed }: Props) {
  const { t } = useLingui();
  const customer = useTill((state) => state.cart.customer);
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      // The till's field takes the focus, not the button that a mouse opened this with.
      returnFocus={false}
      onExitTransitionEnd={onClosed}
      title={t`Customer`}
      closeButtonProps={{ "aria-label": t`Close` }}
    >
      {customer ? <Standing customer={customer} onClose={onClose} /> : <Find onClose={onClose} />}
    </Drawer>
  );
}

function Find({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const [text, setText] = useState("");
  const [found, setFound] = useState<CatalogCustomer[]>([]);
  const [at, setAt] = useState(0);
  const [creating, setCreating] = useState(false);
  const online = useTill((state) => state.online && state.session?.token !== null);
  useEffect(() => {
    let alive = true;
    void feed
      .customers(text, 20)
      .then((result) => catalog.customers.bulkGet(result.ids))
      .then((rows) => alive && setFound(rows.filter((row) => row !== undefined)));
    setAt(0);
    return () => {
      alive = false;
    };
  }, [text]);
  const choose = (customer: CatalogCustomer) => {
    void chooseCustomer(customer).then(onClose);
  };
  const keys = (event: KeyboardEvent) => {
    const hit = found[at];
    if (creating) return;
    if (event.key === "ArrowDown") setAt((now) => Math.min(now + 1, found.length - 1));
    else if (event.key === "ArrowUp") setAt((now) => Math.max(now - 1, 0));
    else if (event.key === "Enter" && hit) choose(hit);
    else return;
    event.preventDefault();
  };
  return (
    <div className={classes.stack}>
      <input
        className={`${classes.searchField} ${classes.plainField}`}
        aria-label={t`Find a customer`}
        placeholder={t`Name, number or phone`}
        autoFocus
        data-autofocus
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={keys}
      />
      <ul className={classes.taken} aria-label={t`Customers found`}>
        {found.map((customer, nth) => (
          <li key={customer.id} style={{ border: "none" }}>
            <button
              type="button"
              className={classes.line}
              aria-current={nth === at}
              style={nth === at ? { background: "var(--info-tint)" } : undefined}
              onClick={() => choose(customer)}
            >
              <span className={classes.cut}>{customer.name}</span>
              <span className={classes.small}>{customer.code}</span>
              <span className={classes.lineNote}>
                {customer.city}
                {customer.phone_end && ` · …${customer.phone_end}`}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {text && found.length === 0 && (
        <p className={classes.small}>
          <Trans>Nobody is called so.</Trans>
        </p>
      )}
      <Button
        size="lg"
        variant={text && found.length === 0 ? "filled" : "default"}
        disabled={!online}
        onClick={() => setCreating(true)}
      >
        {text ? t`Create “${text}”` : t`New customer`}
      </Button>
      {!online && (
        <p className={classes.small}>
          <Trans>A new customer needs a connection.</Trans>
        </p>
      )}
      <CustomerCreateModal
        opened={creating}
        onClose={() => setCreating(false)}
        typed={text}
        save={createCustomer}
        find={knownCustomers}
        onChosen={(customer) => {
          setCreating(false);
          void adoptCustomer(customer).then(onClose);
        }}
      />
    </div>
  );
}

function Standing({ customer, onClose }: { customer: CatalogCustomer; onClose: () => void }) {
  const { t } = useLingui();
  const words = useTillWords();
  const { memory, priced, online, session } = useTill();
  const [paying, setPaying] = useState(false);
  const [credit, setCredit] = useState<CreditRow | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: read anew when the feed brought what a payment changed
  useEffect(() => {
    void catalog.credit.get(customer.id).then((row) => setCredit(row ?? null));
  }, [customer, memory]);
  if (!memory || !priced) return null;
  const standing = standingOf(customer, credit, priced.day, memory.settings.business.credit_grace_days);
  const { outstandingBalance, overdueAmount } = standing;
  const suggested = overdueAmount.isPositive ? overdueAmount : outstandingBalance;
  if (paying) {
    return (
      <TakePayment
        customer={customer}
        suggested={suggested.isPositive ? roundMoney(suggested, currencyOf(memory)).toString() : ""}
        onDone={() => setPaying(false)}
      />
    );
  }
  return (
    <div className={classes.stack}>
      <strong className={classes.customerName}>{customer.name}</strong>
      <div className={classes.small}>
        {customer.code} {customer.city}
      </div>
      <div className={classes.totalRow} style={{ fontSize: "1rem" }}>
        <span>{t`Owed`}</span>
        <strong>{words.money(standing.outstandingBalance.toString())}</strong>
      </div>
      <div className={classes.totalRow} style={{ fontSize: "1rem" }}>
        <span>{t`Available credit`}</span>
        <strong>{words.money(availableCredit(standing).toString())}</strong>
      </div>
      {standing.overdueAmount.isPositive && (
        <div className={classes.flag} data-tone="danger">
          <IconAlertTriangle size={16} aria-hidden />
          {t`${words.money(standing.overdueAmount.toString())} overdue by ${standing.overdueDays} days`}
        </div>
      )}
      <Group>
        <Button size="lg" onClick={onClose}>
          <Trans>Back to the cart</Trans>
        </Button>
        {online && session?.token && (
          <Button size="lg" variant="default" onClick={() => setPaying(true)}>
            <Trans>Take a payment</Trans>
          </Button>
        )}
        <Button size="lg" variant="default" onClick={() => void chooseCustomer(null)}>
          <Trans>Remove customer</Trans>
        </Button>
      </Group>
      {!online && (
        <p className={classes.small}>
          <Trans>A payment on account needs a connection.</Trans>
        </p>
      )}
    </div>
  );
}
