/** The till itself: find, goods, the line at hand, keys, the cart, pay. Every act exists by touch, by key and by scan. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { type MouseEvent, useCallback, useEffect, useRef, useState } from "react";
import { Notice, ProblemNotice } from "@/components/ui/Notice";
import { later } from "@/lib/patiently";
import { select } from "../state/acts";
import { DESK, sellWithoutCustomer } from "../state/desk";
import { useShiftIsMissing } from "../state/shift";
import { closeLayer, set, show, useTill } from "../state/till";
import { CouponsButton, CustomerButton } from "./BarButtons";
import { ChargeNews } from "./ChargeNews";
import { ExchangeBar } from "./ExchangeBar";
import { Goods } from "./Goods";
import { Later } from "./Later";
import { Lines } from "./Lines";
import { Search } from "./Search";
import { Taken } from "./Taken";
import classes from "./till.module.css";
import { useTillKeys } from "./tillKeys";
import { useTyping } from "./typing";
import { UnknownCode } from "./UnknownCode";
import { useTillWords } from "./words";

const Layers = later(() => import("./Layers"));

export function Counter() {
  const { t } = useLingui();
  const isCovered = useTill((state) => state.layer !== null || state.serialsOf !== null);
  const field = useRef<HTMLInputElement>(null);
  const [scanned, setScanned] = useState<{ code: string } | null>(null);
  const typing = useTyping(setScanned);
  const toSearch = useCallback(() => {
    closeLayer();
    setTimeout(() => field.current?.focus(), 0);
  }, []);
  const close = useCallback(() => {
    setScanned(null);
    set({ serialsOf: null });
    toSearch();
  }, [toSearch]);
  useEffect(() => {
    if (!isCovered) setTimeout(() => field.current?.focus(), 0);
  }, [isCovered]);
  useTillKeys({ field, toSearch, clear: typing.clear });
  return (
    <main className={classes.counter} onMouseDown={keepFocus}>
      <h1 className="visually-hidden">
        <Trans>Sale</Trans>
      </h1>
      <div className={classes.find}>
        <Search field={field} {...typing} />
      </div>
      <div className={classes.customerBar}>
        <CustomerButton onOpen={DESK.customer} />
        <CouponsButton onOpen={() => show("coupons")} />
      </div>
      <Goods onDone={() => field.current?.focus()} onWaterfall={DESK.details} />
      <section className={classes.cart} aria-label={t`Cart`}>
        <Bars toSearch={toSearch} />
        <Lines onPay={DESK.pay} onHold={DESK.hold} onSelect={select} />
      </section>
      <Later wanted={isCovered} onClose={close}>
        <Layers
          scanned={scanned}
          onClose={close}
          onCustomerClosed={() => document.activeElement === document.body && field.current?.focus()}
        />
      </Later>
    </main>
  );
}

/** What is told beside the cart, and stops nothing. */
function Bars({ toSearch }: { toSearch: () => void }) {
  const words = useTillWords();
  const { unknown, cartProblem, cart } = useTill();
  const forget = () => set({ unknown: null });
  const isShiftMissing = useShiftIsMissing();
  return (
    <div className={classes.bars}>
      <Taken />
      <ChargeNews />
      <ExchangeBar />
      {isShiftMissing && (
        <Notice
          kind="warning"
          actions={
            <Button size="sm" variant="default" onClick={() => show("shift")}>
              <Trans>Open the shift</Trans>
            </Button>
          }
        >
          <Trans>No shift is open at this till. Goods can be scanned; paying waits for it.</Trans>
        </Notice>
      )}
      {unknown && <UnknownCode {...unknown} onClose={forget} onFind={toSearch} />}
      {cartProblem && (
        <ProblemNotice
          error={words.told(cartProblem)}
          actions={
            cart.customer ? (
              <Button size="sm" variant="default" onClick={sellWithoutCustomer}>
                <Trans>Sell without customer</Trans>
              </Button>
            ) : undefined
          }
        />
      )}
    </div>
  );
}

/** The search keeps the focus whatever is touched, so that what is typed next is heard; layers above are no part of it. */
function keepFocus(event: MouseEvent<HTMLElement>): void {
  const touched = event.target as Element;
  if (event.currentTarget.contains(touched) && !touched.closest("input, textarea, select")) event.preventDefault();
}
