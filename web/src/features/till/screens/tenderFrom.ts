/** What a tender is taken from, beside its amount: a card with its code, what the customer has, whom a provider asks. */
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { type Decimal, decimal } from "@/domain/decimal";
import type { Currency } from "@/domain/money";
import { readCard, spendable } from "@/domain/wallets";
import { asProblem, Problem } from "@/lib/problem";
import type { Choice } from "../state/choices";
import { type TenderLine, useTill } from "../state/till";
import { type Card, lookUp, type Purse, purseOf, spendableOf } from "../state/wallets";

export type Fields = Readonly<Record<string, string>>;

export interface From {
  /** The card whose amount is asked for; null until it is known. */
  card: Card | null;
  purse: Purse | null;
  /** Why that can't be told. */
  purseFault: Problem | undefined;
  code: string;
  setCode: (code: string) => void;
  fields: Fields;
  setField: (name: string, value: string) => void;
  problem: Problem | undefined;
  /** Whether a card has to be known before there is an amount. */
  isWanting: boolean;
  /** Look up what is typed. */
  check: () => Promise<void>;
  /** A code that was scanned. */
  scan: (code: string) => Promise<void>;
  /** No more than this. */
  mostOf: (rest: Decimal, total: Decimal, currency: Currency) => Decimal | null;
  /** What the tender names. */
  line: Partial<TenderLine>;
  /** The code of what is missing; none where nothing is. */
  lacks: string;
  /** The server has refused what was to be taken: what is there now. */
  again: () => void;
  /** The tender is taken: another one begins anew. */
  done: () => void;
}

export function useFrom({ method, way }: Choice): From {
  const customer = useTill((state) => state.cart.customer?.id ?? null);
  const [code, setCode] = useState("");
  const [card, setCard] = useState<Card | null>(null);
  const [problem, setProblem] = useState<Problem>();
  const [fields, setFields] = useState<Fields>({});
  const { purse, purseFault } = usePurse(customer);
  const latest = useRef(0);
  const scan = useCallback(async (text: string) => {
    latest.current += 1;
    const asked = latest.current;
    setCode(text);
    setCard(null);
    setProblem(undefined);
    const [found, refused] = await spendableCard(text).then(
      (card) => [card, undefined] as const,
      (error: unknown) => [null, asProblem(error)] as const,
    );
    if (asked !== latest.current) return; // another card was scanned meanwhile, or none is asked for any more
    setCard(found);
    setProblem(refused);
  }, []);
  const isCard = method === "GIFT_CARD";
  const mostOf = useCallback(
    (rest: Decimal, total: Decimal, currency: Currency) => {
      if (isCard) return card && spendableOf(card);
      if (method === "STORE_CREDIT") return decimal(purse?.store_credit ?? 0);
      if (method !== "LOYALTY") return null;
      return purse?.terms ? spendable(purse.points, rest, total, purse.terms, currency).amount : decimal(0);
    },
    [isCard, card, method, purse],
  );
  const line = useMemo((): Partial<TenderLine> => {
    if (isCard) return card ? { method: card.kind, code: card.code, about: `•••• ${card.last4}` } : {};
    if (!way) return {};
    const asked = Object.fromEntries(way.needs.map((name) => [name, fieldOf(name, fields, way.networks)]));
    return { way, fields: asked, ...(asked.phone_number ? { about: asked.phone_number } : {}) };
  }, [isCard, card, way, fields]);
  return {
    card: isCard ? card : null,
    purse,
    purseFault,
    code,
    setCode,
    fields,
    setField: (name, value) => setFields((before) => ({ ...before, [name]: value })),
    problem: isCard ? problem : undefined,
    isWanting: isCard && !card,
    check: () => scan(code),
    scan,
    mostOf,
    line,
    lacks: lackOf(line),
    again: () => {
      const asked = latest.current;
      if (card)
        lookUp(card.code).then(
          (found) => asked === latest.current && setCard(found),
          () => undefined,
        );
    },
    done: () => {
      latest.current += 1;
      setCard(null);
      setCode("");
    },
  };
}

/** Raises: Problem. */
async function spendableCard(text: string): Promise<Card> {
  const code = readCard(text);
  if (!code) throw new Problem("WALLET_CODE_WRONG", 0, "");
  const found = await lookUp(code);
  if (found.status !== "ACTIVE") throw new Problem(`WALLET_${found.status}`, 0, "", { expires_on: found.expires_on });
  return found;
}

const LACKS: Readonly<Record<string, string>> = {
  phone_number: "PHONE_REQUIRED",
  network: "NETWORK_REQUIRED",
  email: "EMAIL_REQUIRED",
};

function lackOf({ fields }: Partial<TenderLine>): string {
  const missing = Object.entries(fields ?? {}).find(([, value]) => !value)?.[0];
  return missing ? (LACKS[missing] ?? "") : "";
}

/** What stands in a field; the only network that there is need not be chosen. */
function fieldOf(name: string, fields: Fields, networks: readonly string[]): string {
  return (fields[name] ?? (name === "network" ? (networks[0] ?? "") : "")).trim();
}

/** What the customer has here, once it is known. */
function usePurse(customer: string | null): Pick<From, "purse" | "purseFault"> {
  const online = useTill((state) => state.online);
  const [purse, setPurse] = useState<Purse | null>(null);
  const [purseFault, setFault] = useState<Problem>();
  useEffect(() => {
    let alive = true;
    setPurse(null);
    setFault(undefined);
    if (customer && online) {
      purseOf(customer).then(
        (found) => alive && setPurse(found),
        (refused) => alive && setFault(asProblem(refused)),
      );
    }
    return () => {
      alive = false;
    };
  }, [customer, online]);
  return { purse, purseFault };
}
