/** Taking what is typed: as a part, or as the last tender, which completes the sale once. */
import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import type { Need } from "@/domain/cart";
import type { Payment } from "@/domain/payment";
import { typedAmount } from "@/domain/quantity";
import { amount as figure } from "@/lib/format";
import { asProblem, Problem } from "@/lib/problem";
import { newId } from "../local/ids";
import { beginCharge } from "../state/charges";
import type { Choice } from "../state/choices";
import { complete, openNeeds, paymentOf } from "../state/pay";
import { get, set, type TenderLine } from "../state/till";
import { tellLeft } from "../state/wallets";
import type { Calm } from "./calm";
import type { TenderAmount } from "./tenderAmount";
import type { From } from "./tenderFrom";

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

export function useTaking({ method }: Choice, amounts: TenderAmount, from: From, calm: Calm): Taking {
  const { terms, rest, most, read, clear } = amounts;
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
      const named = lines.map((one) => ({ ...one, id: newId() }));
      if (lines.some((one) => one.way)) {
        // An approval lives for two minutes, and is used by the sale that it completes: no provider is waited for with one.
        if (open || get().granted.length) throw new Problem("PROVIDER_APPROVAL", 0, "");
        await beginCharge(named);
      } else if (open && settled?.settlement && get().online) setAsking({ need: open, lines, payment: settled });
      else {
        const { customer } = get().cart;
        const done = await complete(named);
        set({ done, view: "done", unsure: false });
        tellLeft(done, named, customer?.id ?? null).catch(() => undefined); // it is sold all the same
      }
    } catch (refused) {
      const problem = asProblem(refused);
      setProblem(problem);
      if (problem.code.startsWith("WALLET_")) from.again();
    } finally {
      set({ busy: false });
    }
  };
  const take = async (text?: string) => {
    if (!terms || !rest) return;
    const { tenders } = get();
    const amount = text === undefined ? read : typedAmount(text, terms.currency);
    if (method === "CREDIT" || rest.isZero) return finish(tenders);
    if (from.isWanting) return from.check();
    if (!amount || amount.problem !== null) {
      const words = t`Type an amount, such as ${figure(rest.toString(), terms.currency.code)}.`;
      return setProblem(new Problem(amount?.problem ?? "EMPTY", 0, "", {}, [], words));
    }
    if (from.lacks) return setProblem(new Problem(from.lacks, 0, ""));
    if (most && amount.value.isAbove(most)) {
      const data = { balance: most.toString(), asked: amount.value.toString() };
      return setProblem(new Problem(method === "LOYALTY" ? "POINTS_MOST" : "WALLET_BALANCE_TOO_LOW", 0, "", data));
    }
    const line: TenderLine = { id: newId(), method, amount: amount.value.toString(), reference: "", ...from.line };
    if (amount.value.isAbove(rest) || amount.value.minus(rest).isZero) return finish([...tenders, line]);
    set({ tenders: [...tenders, line] });
    from.done();
    calm.begin(); // a second press does not take the rest as paid
    clear();
    setProblem(undefined);
  };
  return { problem, setProblem, asking, setAsking, finish, take };
}
