/** Taking what is typed: as a part, or as the last tender, which completes the sale once. */
import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import type { Need } from "@/domain/cart";
import type { Payment } from "@/domain/payment";
import { typedAmount } from "@/domain/quantity";
import { amount as figure } from "@/lib/format";
import { asProblem, Problem } from "@/lib/problem";
import { newId } from "../local/ids";
import { complete, openNeeds, paymentOf } from "../state/pay";
import { get, set, type TenderLine } from "../state/till";
import type { Calm } from "./calm";
import type { Method } from "./TenderParts";
import type { TenderAmount } from "./tenderAmount";

export interface Asking {
  need: Need;
  lines: readonly TenderLine[];
  payment: Payment;
}

export interface Taking {
  problem: Problem | undefined;
  setProblem: (problem: Problem | undefined) => void;
  /** What somebody else has to approve first, and what is paid by once they did. */
  asking: Asking | undefined;
  setAsking: (asking: Asking | undefined) => void;
  finish: (lines: readonly TenderLine[]) => Promise<void>;
  /** Take this amount, or what is typed. */
  take: (text?: string) => Promise<void>;
}

export function useTaking(method: Method, { terms, rest, read, clear }: TenderAmount, calm: Calm): Taking {
  const { t } = useLingui();
  const [problem, setProblem] = useState<Problem>();
  const [asking, setAsking] = useState<Asking>();
  const finish = async (lines: readonly TenderLine[]) => {
    if (get().busy || !calm.isCalm()) return;
    set({ busy: true }); // in the tick of the press: a second one is none
    setProblem(undefined);
    try {
      const settled = await paymentOf(lines);
      const [open] = openNeeds(settled);
      if (open && settled?.settlement && get().online) setAsking({ need: open, lines, payment: settled });
      else set({ done: await complete(lines.map((one) => ({ ...one, id: newId() }))), view: "done", unsure: false });
    } catch (refused) {
      setProblem(asProblem(refused));
    } finally {
      set({ busy: false });
    }
  };
  const take = async (text?: string) => {
    if (!terms || !rest) return;
    const { tenders } = get();
    const amount = text === undefined ? read : typedAmount(text, terms.currency);
    if (method === "CREDIT" || rest.isZero) return finish(tenders);
    if (!amount || amount.problem !== null) {
      const words = t`Type an amount, such as ${figure(rest.toString(), terms.currency.code)}.`;
      return setProblem(new Problem(amount?.problem ?? "EMPTY", 0, "", {}, [], words));
    }
    const line: TenderLine = { id: newId(), method, amount: amount.value.toString(), reference: "" };
    if (amount.value.isAbove(rest) || amount.value.minus(rest).isZero) return finish([...tenders, line]);
    set({ tenders: [...tenders, line] });
    calm.begin(); // a second press does not take the rest as paid
    clear();
    setProblem(undefined);
  };
  return { problem, setProblem, asking, setAsking, finish, take };
}
