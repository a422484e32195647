/** The till itself: find, goods, the line at hand, keys, the cart, pay. Every act exists by touch, by key and by scan. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { lazy, useCallback, useEffect, useRef, useState } from "react";
import { ProblemNotice } from "@/components/ui/Notice";
import { asProblem, type Problem } from "@/lib/problem";
import { chooseCustomer, move, remove, select, step, typed, undo } from "../state/acts";
import { isEmpty } from "../state/cart";
import { enterCode, isCode } from "../state/codes";
import { showCoupon } from "../state/coupons";
import { hold } from "../state/holding";
import { hearScans, isWithinCode } from "../state/scanner";
import { unnamed } from "../state/serials";
import { get, set, useTill } from "../state/till";
import { CouponsButton, CustomerButton } from "./BarButtons";
import { type Entry, parsed } from "./entry";
import { Goods } from "./Goods";
import { Later } from "./Later";
import type { Layer } from "./Layers";
import { Lines } from "./Lines";
import { Search } from "./Search";
import { beep } from "./sound";
import { Taken } from "./Taken";
import classes from "./till.module.css";
import { UnknownCode } from "./UnknownCode";
import { useTillWords } from "./words";

const COUPON = /^[A-Za-z0-9-]{4,40}$/;
// What nothing is called may be the code of a coupon, if it has the form of one.

const Layers = lazy(() => import("./Layers"));

export function Counter() {
  const { t } = useLingui();
  const words = useTillWords();
  const { cart, unknown, cartProblem, serialsOf } = useTill();
  const [layer, setLayer] = useState<Layer | null>(null);
  const [error, setError] = useState<Problem>();
  const [text, setText] = useState("");
  const [quantity, setQuantity] = useState("1");
  const [scanned, setScanned] = useState<{ code: string } | null>(null);
  const field = useRef<HTMLInputElement>(null);

  const toSearch = useCallback(() => {
    setLayer(null);
    setTimeout(() => field.current?.focus(), 0);
  }, []);
  const pay = useCallback(() => {
    const state = get();
    if (isEmpty(state.cart) || !state.priced?.lines.length) return;
    const line = state.memory && unnamed(state.cart, state.memory);
    if (line) return set({ selected: line.id, serialsOf: line.id });
    set({ view: "tender", tenders: [] });
  }, []);
  const holdOrRecall = useCallback(() => {
    setError(undefined);
    if (isEmpty(get().cart)) setLayer("held");
    else {
      hold().catch((refused) => setError(asProblem(refused)));
      toSearch();
    }
  }, [toSearch]);

  /** A code from the scanner: into the cart, with the quantity that was typed before it. */
  const scan = useCallback(
    async (code: string, before = "") => {
      if (get().serialsOf) return setScanned({ code });
      setQuantity("1");
      setText("");
      const stood = parsed(before);
      const together = parsed(code); // `3 *` may have been typed so shortly before that it came along
      const count = [together, stood].find((entry) => entry.kind === "quantity")?.value ?? quantity;
      const alone = together.kind === "quantity" ? together.rest : code;
      // A slow computer may have taken the first digits for typing.
      const whole = stood.kind === "text" && before && !(await isCode(alone)) ? before + alone : alone;
      beep((await enterCode(whole, count)) ? "unknown" : "added");
    },
    [quantity],
  );
  useEffect(() => hearScans((code, before) => void scan(code, before)), [scan]);

  /** What an operator typed into the empty field does. True where it was one. */
  const operate = useCallback(async (entry: Entry): Promise<boolean> => {
    if (entry.kind === "quantity" && entry.rest) {
      setQuantity(entry.value);
      setText(entry.rest);
      return true;
    }
    if (entry.kind === "text") return false;
    const mode = ({ quantity: "quantity", percent: "percent", price: "price" } as const)[entry.kind];
    if (!(await typed(mode, entry.value))) beep("unknown");
    setText("");
    return true;
  }, []);

  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (layer || get().serialsOf || event.altKey || event.metaKey) return;
      const inField = event.target === field.current;
      const isEmptyField = inField && text === "";
      const elsewhere = event.target instanceof HTMLInputElement && !inField;
      const act = keyed(event, isEmptyField || !(elsewhere || inField));
      if (!act) return;
      event.preventDefault();
      act();
    };
    const keyed = (event: KeyboardEvent, free: boolean): (() => void) | undefined => {
      const always = new Map<string, () => void>([
        ["F2", toSearch],
        ["F4", () => setLayer("customer")],
        ["F8", holdOrRecall],
        ["F9", pay],
      ]);
      if (event.ctrlKey) return event.key === "Enter" ? pay : undefined;
      const act = always.get(event.key);
      if (act || !free) return act;
      const freely = new Map<string, () => void>([
        ["ArrowUp", () => move(-1)],
        ["ArrowDown", () => move(1)],
        ["Delete", () => void removeSelected()],
        ["Insert", () => void undo()],
      ]);
      if (!(event.target instanceof HTMLButtonElement)) {
        freely.set(" ", () => setLayer("waterfall"));
        if (!event.repeat) freely.set("Enter", pay);
      }
      freely.set("+", () => void step(1));
      freely.set("-", () => void step(-1));
      return event.key.length === 1 && isWithinCode() ? undefined : freely.get(event.key);
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, [layer, text, toSearch, pay, holdOrRecall]);

  return (
    <main className={classes.counter}>
      <h1 className="visually-hidden">
        <Trans>Sale</Trans>
      </h1>
      <div className={classes.find}>
        <Search
          field={field}
          text={text}
          quantity={quantity}
          onText={(next) => {
            const star = /^(\d+(?:[.,]\d+)?)\s*\*(.+)$/.exec(next);
            if (star?.[1] && star[2]) {
              setQuantity(star[1].replace(",", "."));
              setText(star[2]);
            } else setText(next);
          }}
          onEntry={async (entered) => {
            if (await operate(parsed(entered))) return true;
            const fault = await enterCode(entered.trim(), quantity);
            if (fault === "UNKNOWN") set({ unknown: null }); // words are no codes: they are searched for
            if (fault) return fault !== "UNKNOWN";
            set({ unknown: null });
            setText((now) => (now.startsWith(entered) ? now.slice(entered.length) : now)); // keys that came meanwhile stay
            setQuantity("1");
            return true;
          }}
          onNone={async (words) => {
            if (!COUPON.test(words.trim()) || (await showCoupon(words))) return;
            setText((now) => (now === words ? "" : now));
            beep("added");
          }}
          onPicked={() => {
            setText("");
            setQuantity("1");
            beep("added");
          }}
          onCode={(code) => void scan(code)}
        />
      </div>
      <div className={classes.customerBar}>
        <CustomerButton onOpen={() => setLayer("customer")} />
        <CouponsButton onOpen={() => setLayer("coupons")} />
      </div>
      <Goods onDone={() => field.current?.focus()} onWaterfall={() => setLayer("waterfall")} />
      <section className={classes.cart} aria-label={t`Cart`}>
        <div className={classes.bars}>
          <Taken />
          {unknown && (
            <UnknownCode
              {...unknown}
              onClose={() => set({ unknown: null })}
              onFind={() => {
                set({ unknown: null });
                toSearch();
              }}
            />
          )}
          {(error ?? cartProblem) && (
            <ProblemNotice
              error={words.told(error ?? cartProblem)}
              actions={
                cart.customer ? (
                  <Button size="sm" variant="default" onClick={() => void chooseCustomer(null)}>
                    <Trans>Sell without customer</Trans>
                  </Button>
                ) : undefined
              }
            />
          )}
        </div>
        <Lines onPay={pay} onHold={holdOrRecall} onSelect={select} />
      </section>
      <Later wanted={layer !== null || serialsOf !== null}>
        <Layers
          layer={layer}
          scanned={scanned}
          onClose={() => {
            setScanned(null);
            toSearch();
          }}
          onCustomerClosed={() => document.activeElement === document.body && field.current?.focus()}
        />
      </Later>
    </main>
  );
}

async function removeSelected(): Promise<void> {
  const { selected } = get();
  if (selected) await remove(selected);
}
