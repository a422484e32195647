/** Somebody else's leave for what the operator may not do alone, given at this till by PIN: for this cart, once, for two minutes. */
import { useLingui } from "@lingui/react/macro";
import { Chip, Group, Modal, TextInput } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { ProblemNotice } from "@/components/ui/Notice";
import type { Need, PricedCart } from "@/domain/cart";
import { type Decimal, decimal, sum } from "@/domain/decimal";
import { roundPlaces } from "@/domain/money";
import type { Payment } from "@/domain/payment";
import { percent } from "@/lib/format";
import type { Person } from "../local/identity";
import { approve } from "../state/holding";
import { useTill } from "../state/till";
import { ApproverPad } from "./ApproverPad";
import { CreditFacts } from "./TenderParts";
import classes from "./till.module.css";
import { useTillWords } from "./words";

interface Props {
  need: Need | undefined;
  /** What the cart would be paid by, where it is for credit. */
  payment: Payment | null;
  onClose: () => void;
  onGranted: () => void;
}

export function Approval({ need, payment, onClose, onGranted }: Props) {
  const { t } = useLingui();
  const words = useTillWords();
  const { session } = useTill();
  const [reason, setReason] = useState("");
  const [error, setError] = useState<unknown>();
  const asked = useRef(need);
  useEffect(() => {
    asked.current = need;
    if (!need) return;
    setReason("");
    setError(undefined);
  }, [need]);
  const reasons =
    need?.action === "credit.override"
      ? [t`Regular customer`, t`Pays on the agreed day`, t`Manager's decision`]
      : [t`Regular customer`, t`Damaged packaging`, t`Price of a competitor`, t`Manager's decision`];
  const what: Record<string, string> = {
    "sale.discount": t`A discount above the limit`,
    "price.override": t`A price set by hand`,
    "price.below_floor": t`A price below the floor`,
    "credit.override": t`Credit above the limit`,
  };
  const grant = async (member: string, pin: string) => {
    if (!need) return;
    setError(undefined);
    const amount = need.action === "credit.override" ? need.amount.toString() : undefined;
    try {
      await approve(need.action, reason || t`Manager's decision`, member, pin, amount);
      if (asked.current === need) onGranted(); // nobody closed it meanwhile
    } catch (refused) {
      setError(words.told(refused));
    }
  };
  return (
    <Modal
      opened={need !== undefined}
      onClose={onClose}
      title={t`Approval needed`}
      closeButtonProps={{ "aria-label": t`Close` }}
    >
      {need && (
        // The focus is on what is asked, not on a key: a second Enter is no answer.
        <div data-autofocus tabIndex={-1} style={{ display: "grid", gap: "var(--space-3)", outline: "none" }}>
          <div>
            <strong>{what[need.action] ?? need.action}</strong>
            <Asked need={need} payment={payment} />
            <div className={classes.small}>{t`Asked by ${session?.operator.name ?? ""}`}</div>
          </div>
          <ProblemNotice error={error} />
          <Chip.Group value={reason} onChange={(value) => setReason(String(value))}>
            <Group gap="xs">
              {reasons.map((one) => (
                <Chip key={one} value={one} size="md">
                  {one}
                </Chip>
              ))}
            </Group>
          </Chip.Group>
          <TextInput
            label={t`Reason`}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            maxLength={400}
          />
          <ApproverPad mayApprove={(person) => mayApprove(person, need)} onPin={grant} />
        </div>
      )}
    </Modal>
  );
}

/** What is approved, with its figures: the line or the sale before and after, or the customer and what they would owe. */
function Asked({ need, payment }: Pick<Props, "payment"> & { need: Need }) {
  const { t } = useLingui();
  const { money } = useTillWords();
  const { priced, cart } = useTill();
  const total = <div>{t`Total ${money(priced?.total.toString() ?? "0")}`}</div>;
  if (need.action === "credit.override") {
    return (
      <>
        <div>
          {cart.customer?.name}: {t`${money(need.amount.toString())} of this sale stays on account`}
        </div>
        <CreditFacts payment={payment} />
        {total}
      </>
    );
  }
  const changes = priced ? (need.limit ? [discounted(priced, need)] : pricedByHand(priced, need)) : [];
  return (
    <>
      {changes.map(({ name, before, after }) => {
        const part = before.isPositive ? roundPlaces(before.minus(after).times(decimal("100")).over(before), 2) : null;
        return (
          <div key={name}>
            {name || t`The whole sale`}: {money(before.toString())} → {money(after.toString())}
            {part?.isPositive && ` (${t`${percent(part.toString())} off`})`}
          </div>
        );
      })}
      {total}
    </>
  );
}

interface Changed {
  /** Of the line; nothing is the whole sale. */
  name: string;
  before: Decimal;
  after: Decimal;
}

/** One approval is for all discounts of the sale: a line is told alone where it has all of them. */
function discounted({ lines }: PricedCart, need: Need): Changed {
  const line = lines.find((one) => one.number === need.line);
  const isAll = line !== undefined && !need.amount.isAbove(line.amounts.lineDiscount);
  const before = isAll ? line.amounts.amount : sum(lines.map((one) => one.amounts.amount));
  return { name: isAll ? line.product.name : "", before, after: before.minus(need.amount) };
}

/** One approval is for all prices that were set by hand. */
function pricedByHand({ lines, needs }: PricedCart, { action }: Need): Changed[] {
  const numbers = new Set(needs.filter((need) => need.action === action).map((need) => need.line));
  return lines
    .filter((line) => numbers.has(line.number))
    .map((line) => ({ name: line.product.name, before: line.listPrice, after: line.unitPrice }));
}

/** Whether somebody's role permits what is asked; the server decides. What an older till kept of people does not tell. */
function mayApprove(person: Person, need: Need): boolean {
  const may = person.approves?.includes(need.action) ?? true;
  return may && (!need.limit || !person.max_discount || !need.limit.isAbove(decimal(person.max_discount)));
}
