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
import { get, useTill } from "../state/till";
import { Taken } from "./Taken";
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
  const isNew = useTill((state) => state.layer === "newCustomer");
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
      {customer && !isNew ? (
        <Standing customer={customer} onClose={onClose} />
      ) : (
        <Find onClose={onClose} isNew={isNew} />
      )}
    </Drawer>
  );
}

/** Who has these words in name, number or phone; `of` says which words: an Enter must not take those of the words before. */
function useFound(text: string): { of: string; rows: readonly CatalogCustomer[] } {
  const [found, setFound] = useState<{ of: string; rows: readonly CatalogCustomer[] }>({ of: "", rows: [] });
  useEffect(() => {
    let alive = true;
    void feed
      .customers(text, 20)
      .then((result) => catalog.customers.bulkGet(result.ids))
      .then((rows) => alive && setFound({ of: text, rows: rows.filter((row) => row !== undefined) }));
    return () => {
      alive = false;
    };
  }, [text]);
  return found;
}

/** `isNew`: somebody is written down at once. */
function Find({ onClose, isNew }: { onClose: () => void; isNew: boolean }) {
  const { t } = useLingui();
  const online = useTill((state) => state.online && state.session?.token !== null);
  const [text, setText] = useState(() => get().about);
  const [at, setAt] = useState(0);
  const [creating, setCreating] = useState(isNew && online);
  const { of, rows } = useFound(text);
  const isNobody = text !== "" && of === text && rows.length === 0;
  const choose = (customer: CatalogCustomer) => void chooseCustomer(customer).then(onClose);
  const keys = (event: KeyboardEvent) => {
    const hit = of === text ? rows[at] : undefined;
    if (creating) return;
    if (event.key === "ArrowDown") setAt((now) => Math.min(now + 1, rows.length - 1));
    else if (event.key === "ArrowUp") setAt((now) => Math.max(now - 1, 0));
    else if (event.key === "Enter" && hit) choose(hit);
    else return;
    event.preventDefault();
  };
  return (
    <div className={classes.stack}>
      <Taken />
      <input
        className={`${classes.searchField} ${classes.plainField}`}
        aria-label={t`Find a customer`}
        placeholder={t`Name, number or phone`}
        autoFocus
        data-autofocus
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={keys}
      />
      <Rows rows={rows} at={at} onChoose={choose} />
      {isNobody && (
        <p className={classes.small}>
          <Trans>Nobody is called so.</Trans>
        </p>
      )}
      <Button size="lg" variant={isNobody ? "filled" : "default"} disabled={!online} onClick={() => setCreating(true)}>
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

interface RowsProps {
  rows: readonly CatalogCustomer[];
  at: number;
  onChoose: (customer: CatalogCustomer) => void;
}

function Rows({ rows, at, onChoose }: RowsProps) {
  const { t } = useLingui();
  return (
    <ul className={classes.taken} aria-label={t`Customers found`}>
      {rows.map((customer, nth) => (
        <li key={customer.id} className={classes.flat}>
          <button type="button" className={classes.line} aria-current={nth === at} onClick={() => onChoose(customer)}>
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
