/** Beside the amount of a tender: the card that is looked up, what the customer has, whom the provider asks. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Notice, ProblemNotice } from "@/components/ui/Notice";
import { count, date } from "@/lib/format";
import type { Choice, Off } from "../state/choices";
import { useTill } from "../state/till";
import type { Card } from "../state/wallets";
import { useChoiceWords } from "./tenderChoices";
import type { From } from "./tenderFrom";
import classes from "./till.module.css";
import { useTillWords } from "./words";

export function TenderFrom({ choice, from }: { choice: Choice; from: From }) {
  if (choice.method === "GIFT_CARD") return <CardFrom from={from} />;
  if (choice.method === "STORE_CREDIT" || choice.method === "LOYALTY") {
    return <PurseFrom method={choice.method} from={from} />;
  }
  return choice.way?.needs.length ? <PayerFrom choice={choice} from={from} /> : null;
}

/** The code is who has it: it is not left standing on the screen once it is known. */
function CardFrom({ from }: { from: From }) {
  const { t } = useLingui();
  const words = useTillWords();
  const { card, code, problem } = from;
  if (card) return <CardFacts card={card} onClose={from.done} />;
  return (
    <>
      <input
        className={`${classes.searchField} ${classes.plainField}`}
        aria-label={t`Code of the card`}
        placeholder={t`Scan or type the code of the card`}
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        data-own
        autoFocus
        value={code}
        onChange={(event) => from.setCode(event.currentTarget.value)}
      />
      {problem && <ProblemNotice error={words.told(problem)} />}
    </>
  );
}

/** What is on a card. */
export function CardFacts({ card, onClose }: { card: Card; onClose?: () => void }) {
  const { t } = useLingui();
  const words = useTillWords();
  return (
    <Notice kind={card.status === "ACTIVE" ? "info" : "warning"} {...(onClose ? { onClose } : {})}>
      <strong data-testid="card-balance">
        {card.kind === "STORE_CREDIT"
          ? t`${words.money(card.available)} of store credit is on the note •••• ${card.last4}.`
          : t`${words.money(card.available)} is on the card •••• ${card.last4}.`}
      </strong>
      {card.status === "BLOCKED" && <div>{t`It is blocked, so it can't pay.`}</div>}
      {card.status === "EXPIRED" && <div>{t`It has expired, so it can't pay.`}</div>}
      {card.expires_on && card.status === "ACTIVE" && <div>{t`It is good until ${date(card.expires_on)}.`}</div>}
    </Notice>
  );
}

function PurseFrom({ method, from: { purse, purseFault } }: { method: string; from: From }) {
  const { t } = useLingui();
  const words = useTillWords();
  if (purseFault) {
    return (
      <Notice kind="warning" note={purseFault.code}>
        <Trans>What the customer has can't be told now.</Trans>
      </Notice>
    );
  }
  if (!purse) {
    return (
      <Notice kind="info">
        <Trans>What the customer has is being asked.</Trans>
      </Notice>
    );
  }
  if (method === "STORE_CREDIT") {
    return <Notice kind="info">{t`The customer has ${words.money(purse.store_credit)} of store credit.`}</Notice>;
  }
  if (!purse.terms?.is_active) {
    return (
      <Notice kind="warning">
        <Trans>Points are not taken at the moment.</Trans>
      </Notice>
    );
  }
  const { min_points: least } = purse.terms;
  return (
    <Notice kind="info">
      {t`The customer has ${count(purse.points)} points, worth ${words.money(purse.points_value)}.`}
      {least > 0 && ` ${t`At least ${count(least)} are spent at once.`}`}
    </Notice>
  );
}

const KINDS = { phone_number: "tel", email: "email" } as const;

/** Whom the provider asks. */
function PayerFrom({ choice: { way }, from }: { choice: Choice; from: From }) {
  const { t } = useLingui();
  if (!way) return null;
  const names: Record<string, string> = {
    phone_number: t`Phone of the customer`,
    email: t`E-mail of the customer`,
    network: t`Network`,
  };
  return (
    <div className={classes.payer}>
      {way.needs.map((name) =>
        name === "network" ? (
          <label key={name} className={classes.payerField}>
            {names[name]}
            <select
              data-own
              className={`${classes.searchField} ${classes.plainField}`}
              value={from.fields[name] ?? way.networks[0] ?? ""}
              onChange={(event) => from.setField(name, event.currentTarget.value)}
            >
              {way.networks.map((network) => (
                <option key={network}>{network}</option>
              ))}
            </select>
          </label>
        ) : (
          <label key={name} className={classes.payerField}>
            {names[name]}
            <input
              data-own
              className={`${classes.searchField} ${classes.plainField}`}
              type={KINDS[name as keyof typeof KINDS] ?? "text"}
              autoComplete="off"
              value={from.fields[name] ?? ""}
              onChange={(event) => from.setField(name, event.currentTarget.value)}
            />
          </label>
        ),
      )}
    </div>
  );
}

interface OfflineProps {
  choices: readonly Choice[];
  offOf: (choice: Choice) => Off | null;
}

/** What can't be taken until the connection is back, and what can. */
export function OfflineTenders({ choices, offOf }: OfflineProps) {
  const { t } = useLingui();
  const { nameOf } = useChoiceWords();
  const online = useTill((state) => state.online);
  if (online) return null;
  const list = (isOff: boolean) =>
    [...new Set(choices.filter((one) => one.method !== "CREDIT" && (offOf(one) !== null) === isOff).map(nameOf))].join(
      ", ",
    );
  const [off, works] = [list(true), list(false)];
  if (!off) return null;
  return (
    <Notice kind="warning">
      {works
        ? t`Without a connection this works: ${works}. The rest is back when this till is online.`
        : t`Without a connection this can't be taken: ${off}. Hold the sale until this till is online.`}
    </Notice>
  );
}
