/** What is typed into the search field and what is scanned: words, codes, operators before or behind a number. */
import { useCallback, useEffect, useState } from "react";
import { typed } from "../state/acts";
import { enterCode, isCode } from "../state/codes";
import { showCoupon } from "../state/coupons";
import { takeScan } from "../state/scanned";
import { hearScans } from "../state/scanner";
import { get, set } from "../state/till";
import { type Entry, parsed } from "./entry";
import { beep } from "./sound";

const COUPON = /^[A-Za-z0-9-]{4,40}$/;
// What nothing is called may be the code of a coupon, if it has the form of one.
const QUANTITY_BEFORE = /^(\d+(?:[.,]\d+)?)\s*\*(.+)$/;

export interface Typing {
  text: string;
  /** How many of the next item. */
  quantity: string;
  onText: (text: string) => void;
  clear: () => void;
  /** Enter on what is typed; true where that was something by itself. */
  onEntry: (text: string) => Promise<boolean>;
  /** Enter on words that nothing has. */
  onNone: (text: string) => Promise<void>;
  onPicked: () => void;
  onCode: (code: string) => void;
}

/** `toSerials`: takes what is scanned while numbers of pieces are asked for. */
export function useTyping(toSerials: (scanned: { code: string }) => void): Typing {
  const [text, setText] = useState("");
  const [quantity, setQuantity] = useState("1");
  const clear = useCallback(() => {
    setText("");
    setQuantity("1");
  }, []);

  /** A code from the scanner: into the cart, with the quantity that was typed before it. */
  const scan = useCallback(
    async (code: string, before = "") => {
      if (get().serialsOf) return toSerials({ code });
      clear();
      const { count, whole } = await readScan(code, before, quantity);
      beep((await takeScan(whole, count)) ? "unknown" : "added");
    },
    [quantity, clear, toSerials],
  );
  useEffect(() => hearScans((code, before) => void scan(code, before)), [scan]);

  const onText = (next: string) => {
    const [, count, rest] = QUANTITY_BEFORE.exec(next) ?? [];
    if (count) setQuantity(count.replace(",", "."));
    setText(rest ?? next);
  };
  const onEntry = async (entered: string) => {
    const entry = parsed(entered);
    if (entry.kind === "prefix") return false;
    if (entry.kind === "quantity" && entry.rest) {
      onText(entered);
      return true;
    }
    if (entry.kind !== "text") {
      if (!(await operated(entry))) beep("unknown");
      setText("");
      return true;
    }
    const fault = await enterCode(entered.trim(), quantity, true);
    if (fault) return fault !== "UNKNOWN";
    set({ unknown: null });
    setText((now) => (now.startsWith(entered) ? now.slice(entered.length) : now)); // keys that came meanwhile stay
    setQuantity("1");
    return true;
  };
  const onNone = async (words: string) => {
    if (!COUPON.test(words.trim()) || (await showCoupon(words))) return;
    setText((now) => (now === words ? "" : now));
    beep("added");
  };
  const onPicked = () => {
    clear();
    beep("added");
  };
  return { text, quantity, onText, clear, onEntry, onNone, onPicked, onCode: (code) => void scan(code) };
}

/** What was scanned behind what stood in the field: how many, and the whole code. */
async function readScan(code: string, before: string, quantity: string): Promise<{ count: string; whole: string }> {
  const stood = parsed(before);
  const together = parsed(code); // `3 *` may have been typed so shortly before that it came along
  const count = [together, stood].find((entry) => entry.kind === "quantity")?.value ?? quantity;
  const alone = together.kind === "quantity" ? together.rest : code;
  // A slow computer may have taken the first digits for typing.
  const whole = /^\d+$/.test(before) && !(await isCode(alone)) ? before + alone : alone;
  return { count, whole };
}

const MODES = { quantity: "quantity", percent: "percent", price: "price" } as const;

/** What an operator behind a number does to the line; false where it says nothing. */
function operated(entry: Extract<Entry, { kind: keyof typeof MODES }>): Promise<boolean> {
  return typed(MODES[entry.kind], entry.value);
}
