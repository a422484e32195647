/**
 * What is typed on the keypad, and what for. Digits set the line as they come, so that one use of a mode is one number: it ends
 * when anything else is touched or pressed, with another line or item, or a while after its last digit.
 */
import { type RefObject, useEffect, useRef, useState } from "react";
import { type Mode, typed } from "../state/acts";
import { useTill } from "../state/till";

const PAUSE_MS = 5_000;
// Nobody looks so long for the next digit of the same number.

interface PadEntry {
  mode: Mode;
  entry: string;
  /** A digit, a comma, or `⌫`. */
  press: (key: string) => void;
  choose: (mode: Mode) => void;
}

export function usePadEntry(pad: RefObject<HTMLElement | null>): PadEntry {
  const { selected, fresh } = useTill();
  const [mode, setMode] = useState<Mode>("quantity");
  const [entry, setEntry] = useState("");
  const pause = useRef<ReturnType<typeof setTimeout>>(undefined);
  const begin = (next: Mode) => {
    clearTimeout(pause.current);
    setMode(next);
    setEntry("");
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: another line or a new item ends what was typed for the last
  useEffect(() => begin("quantity"), [selected, fresh]);
  useEffect(() => {
    if (!entry) return; // a mode that was chosen waits for its number
    const elsewhere = (event: PointerEvent | KeyboardEvent) => {
      const isHere = event.target instanceof Node && pad.current?.contains(event.target);
      const isTouch = !("key" in event) || event.key === "Enter" || event.key === " ";
      if (!(isHere && isTouch)) begin("quantity");
    };
    addEventListener("pointerdown", elsewhere, { capture: true });
    addEventListener("keydown", elsewhere, { capture: true });
    return () => {
      removeEventListener("pointerdown", elsewhere, { capture: true });
      removeEventListener("keydown", elsewhere, { capture: true });
    };
  });
  useEffect(() => () => clearTimeout(pause.current), []);
  const press = (key: string) => {
    const next = key === "⌫" ? entry.slice(0, -1) : entry + key;
    setEntry(next);
    clearTimeout(pause.current);
    pause.current = setTimeout(() => begin("quantity"), PAUSE_MS);
    if (next && !/[.,]$/.test(next)) void typed(mode, next);
  };
  return { mode, entry, press, choose: begin };
}
