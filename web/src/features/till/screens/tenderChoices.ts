/** By what a sale may be paid here and now: the choices, which one is chosen, and why others can't be. */
import { useLingui } from "@lingui/react/macro";
import { useEffect, useMemo, useState } from "react";
import { type Choice, choicesOf, type Off, offOf } from "../state/choices";
import { useTill } from "../state/till";
import { askWays, MANUAL } from "../state/ways";
import { useTillWords } from "./words";

export interface Choices {
  choices: readonly Choice[];
  choice: Choice;
  setChoice: (choice: Choice) => void;
  offOf: (choice: Choice) => Off | null;
}

export function useChoices(): Choices {
  const { ways, cart, online, session, tenders, priced, granted, memory } = useTill();
  const [key, setKey] = useState("CASH");
  useEffect(() => void askWays(), []);
  const hasCustomer = cart.customer !== null;
  const takesPoints = memory?.settings.business.takes_points ?? false;
  const choices = useMemo(() => choicesOf(ways, { hasCustomer, takesPoints }), [ways, hasCustomer, takesPoints]);
  const choice = choices.find((one) => one.key === key) ?? choices[0];
  if (!choice) throw new Error("there is always cash");
  const grantTenders = session?.grant?.grant.tenders ?? [];
  const needsApproval = (priced?.needs.length ?? 0) > 0 || granted.length > 0;
  return {
    choices,
    choice,
    setChoice: (chosen) => setKey(chosen.key),
    offOf: (one) => offOf(one, { online, grantTenders, tenders, needsApproval }),
  };
}

export function useChoiceWords() {
  const { t } = useLingui();
  const words = useTillWords();
  const nameOf = ({ method, way }: Choice): string => {
    if (method === "CREDIT") return t`Rest on account`;
    return way?.provider === MANUAL ? t`Card machine` : words.method(method);
  };
  const why = (off: Off): string =>
    ({
      OFFLINE: t`needs a connection`,
      ONE_PROVIDER: t`one such payment for each sale`,
      NEEDS_APPROVAL: t`not where an approval is needed`,
    })[off];
  return { nameOf, why };
}
