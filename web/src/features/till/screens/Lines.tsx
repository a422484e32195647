/** The cart: its lines, what they come to, hold and pay. Totals and buttons never scroll. */
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useMemo, useRef } from "react";
import { type CartLineResult, COUPON_NOT_APPLIED } from "@/domain/cart";
import { money, percent, price, quantity } from "@/lib/format";
import { Problem } from "@/lib/problem";
import { change, remove } from "../state/acts";
import { isEmpty, type TillLine } from "../state/cart";
import { saved } from "../state/receipt";
import { askSerials, piecesOf } from "../state/serials";
import { get, useTill } from "../state/till";
import classes from "./till.module.css";
import { shortOf, useTillWords } from "./words";

interface Props {
  onPay: () => void;
  onHold: () => void;
  onSelect: (line: string) => void;
}

export function Lines({ onPay, onHold, onSelect }: Props) {
  const { t } = useLingui();
  const words = useTillWords();
  const { cart, priced, selected, fresh, lineProblems, memory } = useTill();
  const scroll = useRef<HTMLDivElement>(null);
  const results = useMemo(() => new Map(priced?.lines.map((line) => [line.id, line])), [priced]);
  const rows = useVirtualizer({
    count: cart.lines.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => 57,
    overscan: 6,
    getItemKey: (at) => cart.lines[at]?.id ?? at,
  });
  useEffect(() => {
    const at = cart.lines.findIndex((line) => line.id === selected);
    if (at >= 0) rows.scrollToIndex(at, { align: "auto" });
  }, [selected, cart.lines, rows]);
  const currency = memory?.settings.business.currency ?? "EUR";
  const total = priced?.total.toString() ?? "0";
  const none = isEmpty(cart);
  return (
    <>
      <div
        ref={scroll}
        className={classes.lines}
        {...(none ? {} : { role: "listbox", "aria-label": t`Lines`, tabIndex: 0 })}
      >
        {none && (
          <div className={classes.empty}>
            <Trans>Scan an item, type its name, or touch it.</Trans>
          </div>
        )}
        <div style={{ height: rows.getTotalSize(), position: "relative" }}>
          {rows.getVirtualItems().map((item) => {
            const line = cart.lines[item.index];
            if (!line) return null;
            return (
              <div
                key={item.key}
                ref={rows.measureElement}
                data-index={item.index}
                style={{ position: "absolute", insetInline: 0, top: 0, transform: `translateY(${item.start}px)` }}
              >
                <LineRow
                  line={line}
                  result={results.get(line.id)}
                  selected={line.id === selected}
                  freshAt={fresh?.line === line.id ? fresh.at : 0}
                  problem={lineProblems.get(line.id)}
                  fault={priced?.problems.find((one) => one.data.line === item.index + 1)}
                  currency={currency}
                  onSelect={() => onSelect(line.id)}
                />
              </div>
            );
          })}
        </div>
      </div>
      <div className={classes.totals}>
        <div className={classes.totalRow}>
          <span>
            <Plural value={cart.lines.length} one="# line" other="# lines" />
          </span>
          <span>{t`Tax ${words.money(priced?.taxAmount.toString() ?? "0")}`}</span>
        </div>
        <div className={classes.totalRow}>
          <span>
            {priced?.promotions
              .filter((used) => !used.inPrices)
              .map((used) => `${used.terms.name} ${words.money(used.amount.negated().toString())}`)
              .join(", ")}
            {priced?.flags.includes(COUPON_NOT_APPLIED) && (
              <span className={classes.flag}>
                <IconAlertTriangle size={14} aria-hidden /> {t`A coupon takes nothing off yet`}
              </span>
            )}
          </span>
          <span>{priced && saved(priced).isPositive && t`You saved ${words.money(saved(priced).toString())}`}</span>
        </div>
        <div className={classes.grandTotal}>
          <span>
            <Trans>Total</Trans>
          </span>
          <span data-testid="total" aria-live="polite">
            {words.money(total)}
          </span>
        </div>
      </div>
      <div className={classes.actions}>
        <button type="button" className={classes.big} onClick={onHold}>
          {none ? <Trans>Held carts</Trans> : <Trans>Hold</Trans>} <span className={classes.keyHint}>F8</span>
        </button>
        <button
          type="button"
          className={`${classes.big} ${classes.pay}`}
          disabled={none || !priced?.lines.length}
          onClick={onPay}
          data-testid="pay"
        >
          <Trans context="at the till">Pay</Trans> {money(total, currency)} <span className={classes.keyHint}>↵</span>
        </button>
      </div>
    </>
  );
}

interface RowProps {
  line: TillLine;
  result: CartLineResult | undefined;
  selected: boolean;
  freshAt: number;
  problem: Problem | undefined;
  fault: { code: string; data: Readonly<Record<string, unknown>> } | undefined;
  currency: string;
  onSelect: () => void;
}

function LineRow({ line, result, selected, freshAt, problem, fault, currency, onSelect }: RowProps) {
  const { t } = useLingui();
  const words = useTillWords();
  const { memory } = get();
  const product = memory?.products.get(line.product);
  const packaging = product?.packagings.find((one) => one.id === line.packaging);
  const unit = packaging?.name ?? memory?.unitCodes.get(product?.unit ?? "") ?? "";
  const wrong = problem ? words.sentence(problem) : fault ? words.sentence(asThrown(fault)) : null;
  const available = problem?.code === "INSUFFICIENT_STOCK" ? shortOf(problem.data).available : null;
  const name = product?.name ?? t`Unknown product`;
  const pieces = memory ? piecesOf(line, memory) : 0;
  const isLower = result ? result.listPrice.isAbove(result.unitPrice) : false;
  return (
    <>
      <div
        key={freshAt}
        role="option"
        tabIndex={-1}
        aria-selected={selected}
        aria-label={`${line.quantity} × ${name}`}
        className={classes.line}
        data-problem={wrong !== null}
        data-fresh={freshAt > 0}
        onClick={onSelect}
      >
        <span className={classes.lineName}>
          <span className={classes.lineQty}>{quantity(line.quantity)} ×</span>
          <span className={classes.cut}>{name}</span>
        </span>
        <span className={classes.lineTotal}>
          {result ? words.money(result.amounts.amount.minus(result.amounts.lineDiscount).toString()) : "-"}
        </span>
        <span className={classes.lineNote}>
          {result && (
            <span>
              {price(result.unitPrice.toString(), currency)}
              {unit && ` / ${unit}`}
            </span>
          )}
          {isLower && result && <s>{price(result.listPrice.toString(), currency)}</s>}
          {result && !result.discountPercentage.isZero && <span>-{percent(result.discountPercentage.toString())}</span>}
          {line.serials && line.serials.length > 0 && <span>{line.serials.join(", ")}</span>}
          {pieces > 0 && pieces !== (line.serials?.length ?? 0) && (
            <span className={classes.flag}>
              <IconAlertTriangle size={14} aria-hidden /> {t`${line.serials?.length ?? 0} of ${pieces} numbers`}
            </span>
          )}
          {needsApproval(result) && (
            <span className={classes.flag}>
              <IconAlertTriangle size={14} aria-hidden /> {t`Needs approval`}
            </span>
          )}
          {wrong && (
            <span className={classes.flag} data-tone="danger" role="alert">
              <IconAlertTriangle size={14} aria-hidden /> {wrong}
            </span>
          )}
        </span>
      </div>
      {wrong && (
        <div
          style={{
            display: "flex",
            gap: "0.5rem",
            padding: "0.25rem 0.75rem 0.5rem",
            background: "var(--danger-tint)",
          }}
        >
          {pieces > 0 && (
            <Button size="sm" variant="default" onClick={() => askSerials(line.id)}>
              <Trans>Choose numbers</Trans>
            </Button>
          )}
          {available !== null && Number(available) > 0 && (
            <Button size="sm" variant="default" onClick={() => void change(line.id, { quantity: available })}>
              {t`Sell ${quantity(available)}`}
            </Button>
          )}
          <Button size="sm" variant="default" onClick={() => void remove(line.id)}>
            <Trans>Take it out</Trans>
          </Button>
        </div>
      )}
    </>
  );
}

function asThrown(fault: { code: string; data: Readonly<Record<string, unknown>> }): Error {
  return new Problem(fault.code, 0, fault.code, { ...fault.data });
}

function needsApproval(result: CartLineResult | undefined): boolean {
  return result?.waterfall.some((step) => step.chosen && step.needs) ?? false;
}
