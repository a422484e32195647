/** Cash counted by notes and coins, or typed as one amount. What should be there is not told: the count is blind. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, TextInput } from "@mantine/core";
import { type KeyboardEvent, useState } from "react";
import { decimal, sum } from "@/domain/decimal";
import { useTill } from "../state/till";
import classes from "./till.module.css";
import { useTillWords } from "./words";

export interface CashCounted {
  /** As it was typed, or what the pieces come to. */
  amount: string;
  pieces: { worth: string; count: number }[];
}

export const NOTHING_COUNTED: CashCounted = { amount: "", pieces: [] };

interface Props {
  label: string;
  value: CashCounted;
  error?: string | undefined;
  onChange: (value: CashCounted) => void;
}

const MOST = 100_000;

export function CashCount({ label, value, error, onChange }: Props) {
  const [byPieces, setByPieces] = useState(false);
  const turn = () => {
    setByPieces(!byPieces);
    onChange(byPieces ? { ...value, pieces: [] } : NOTHING_COUNTED);
  };
  return (
    <>
      {byPieces ? (
        <Pieces label={label} value={value} onChange={onChange} />
      ) : (
        <TextInput
          label={label}
          size="lg"
          inputMode="decimal"
          autoComplete="off"
          data-autofocus
          autoFocus
          value={value.amount}
          error={error}
          onChange={(event) => onChange({ amount: event.currentTarget.value, pieces: [] })}
        />
      )}
      <Button variant="default" size="md" onClick={turn}>
        {byPieces ? <Trans>Type the amount instead</Trans> : <Trans>Count by notes and coins</Trans>}
      </Button>
    </>
  );
}

/** Enter goes on to the next piece, and from the last one to what is done with the count. It is not done by the way. */
function onToNext(event: KeyboardEvent<HTMLFieldSetElement>): void {
  if (event.key !== "Enter") return;
  event.preventDefault();
  const fields = [...event.currentTarget.querySelectorAll("input")];
  const next = fields[fields.indexOf(event.target as HTMLInputElement) + 1];
  const form = event.currentTarget.closest("form");
  (next ?? form?.querySelector<HTMLElement>("[type=submit]"))?.focus();
}

function Pieces({ label, value, onChange }: Omit<Props, "error">) {
  const { t } = useLingui();
  const words = useTillWords();
  const business = useTill((state) => state.memory?.settings.business);
  const worths = [...(business?.coins ?? []), ...(business?.notes ?? [])]
    .map(decimal)
    .sort((a, b) => (a.isAbove(b) ? -1 : 1))
    .map((worth) => worth.toString());
  const countOf = (worth: string) => value.pieces.find((piece) => piece.worth === worth)?.count ?? 0;
  const change = (worth: string, count: number) => {
    const others = value.pieces.filter((piece) => piece.worth !== worth);
    const pieces = count > 0 ? [...others, { worth, count }] : others;
    onChange({ amount: sum(pieces.map((one) => decimal(one.worth).times(decimal(one.count)))).toString(), pieces });
  };
  return (
    <fieldset className={classes.pieces} onKeyDown={onToNext}>
      <legend>{label}</legend>
      {worths.map((worth, at) => (
        <label key={worth} className={classes.piece}>
          <span className={classes.pieceWorth}>{words.money(worth)}</span>
          <span aria-hidden>×</span>
          <input
            className={classes.pieceCount}
            inputMode="numeric"
            autoComplete="off"
            autoFocus={at === 0}
            aria-label={t`How many of ${words.money(worth)}`}
            value={countOf(worth) || ""}
            onChange={(event) => change(worth, Math.min(Number(event.currentTarget.value.replace(/\D/g, "")), MOST))}
          />
          <span className={classes.pieceSum}>
            {countOf(worth) > 0 &&
              words.money(
                decimal(worth)
                  .times(decimal(countOf(worth)))
                  .toString(),
              )}
          </span>
        </label>
      ))}
      <div className={classes.totalRow} role="status">
        <span>
          <Trans>Counted</Trans>
        </span>
        <strong>{words.money(value.amount || "0")}</strong>
      </div>
    </fieldset>
  );
}
