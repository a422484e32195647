/** The amount of a tender: what is to pay still, what is typed of it, and what it comes to with what was paid so far. */
import { useEffect, useMemo, useState } from "react";
import { currencyOf } from "@/domain/cart";
import { type Decimal, decimal, min } from "@/domain/decimal";
import { roundMoney } from "@/domain/money";
import type { Payment } from "@/domain/payment";
import { type Typed, typedAmount } from "@/domain/quantity";
import { type QuickCash, quickCash } from "@/domain/quickCash";
import { restToPay } from "@/domain/settlement";
import { toType } from "@/lib/decimals";
import type { Choice } from "../state/choices";
import { paymentOf } from "../state/pay";
import { type TenderLine, useTill } from "../state/till";
import type { From } from "./tenderFrom";

const NO_CURRENCY = { code: "", decimals: 2 };

type TenderTerms = Parameters<typeof restToPay>[2];

export interface TenderAmount {
  terms: TenderTerms | null;
  /** What is to pay by this method. */
  rest: Decimal | null;
  /** No more than this, of what is taken from a wallet; null where there is no such end. */
  most: Decimal | null;
  /** Of cash: amounts that are likely to be handed over. */
  quick: QuickCash | null;
  /** What stands in the field. */
  entered: string;
  /** What that says; null where nothing does. */
  read: Typed | null;
  type: (change: (now: string) => string) => void;
  /** As before anything was typed: the rest. */
  clear: () => void;
  /** All tenders with what is typed. */
  next: readonly TenderLine[];
  /** What they come to. */
  payment: Payment | null;
}

export function useTenderAmount({ method }: Choice, from: From): TenderAmount {
  const { memory, tenders, priced } = useTill();
  const [typed, setTyped] = useState<string | null>(null);
  const terms = useTerms();
  const rest = useMemo(() => {
    const given = tenders.map((one) => ({ method: one.method, amount: decimal(one.amount) }));
    return terms ? restToPay(given, method === "CREDIT" ? "TRANSFER" : method, terms) : null;
  }, [tenders, method, terms]);
  const most = useMemo(
    () => (rest && priced && terms ? from.mostOf(rest, priced.total, terms.currency) : null),
    [from.mostOf, rest, priced, terms],
  );
  const quick = useMemo(() => {
    if (!terms || !memory || !rest || method !== "CASH" || rest.isZero) return null;
    return quickCash(rest, memory.settings.business, terms.currency, terms.cashRoundingStep);
  }, [terms, memory, rest, method]);
  const offered = most && rest ? roundMoney(min(most, rest), terms?.currency ?? NO_CURRENCY) : rest;
  const entered = typed ?? (offered && method !== "CREDIT" ? toType(offered.toString()) : "");
  const read = useMemo(() => (terms && entered ? typedAmount(entered, terms.currency) : null), [terms, entered]);
  const next: readonly TenderLine[] = useMemo(() => {
    if (method === "CREDIT" || !rest || rest.isZero || !read || read.problem !== null) return tenders;
    return [...tenders, { id: "next", method, amount: read.value.toString(), reference: "", ...from.line }];
  }, [method, rest, read, tenders, from.line]);
  const payment = usePayment(next);
  const type = (change: (now: string) => string) => setTyped((now) => change(now ?? ""));
  return { terms, rest, most, quick, entered, read, type, clear: () => setTyped(null), next, payment };
}

function useTerms(): TenderTerms | null {
  const { priced, memory } = useTill();
  return useMemo(
    () =>
      memory && priced
        ? {
            total: priced.total,
            currency: currencyOf(memory),
            cashRoundingStep: decimal(memory.settings.business.cash_rounding_step),
          }
        : null,
    [memory, priced],
  );
}

function usePayment(tenders: readonly TenderLine[]): Payment | null {
  const [payment, setPayment] = useState<Payment | null>(null);
  useEffect(() => {
    let alive = true;
    void paymentOf(tenders).then((found) => alive && setPayment(found));
    return () => {
      alive = false;
    };
  }, [tenders]);
  return payment;
}
