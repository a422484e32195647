/** The keyboard while goods are taken: the search has the focus, so that most keys act with nothing typed alone. */
import { type RefObject, useEffect } from "react";
import { DESK } from "../state/desk";
import { actOf, TILL, type TillAct } from "../state/keymap";
import { isWithinCode } from "../state/scanner";
import { get } from "../state/till";

interface Field {
  field: RefObject<HTMLInputElement | null>;
  toSearch: () => void;
  clear: () => void;
}

const BUTTONS_OWN = ["Enter", " "];
const STEPS: ReadonlySet<TillAct> = new Set(["more", "less", "above", "below", "pageUp", "pageDown"]);
// What may be held down.

export function useTillKeys({ field, toSearch, clear }: Field): void {
  useEffect(() => {
    const acts: Partial<Record<TillAct, () => void>> = { ...DESK, find: toSearch, clear };
    const press = (event: KeyboardEvent) => {
      if (get().layer || get().serialsOf || event.altKey || event.metaKey) return;
      const act = actOf(TILL, event, isFree(event, field.current));
      if (!act || isNot(event, act)) return;
      if (act === "unit" && event.target !== field.current) return; // a number may have been meant to stand before it
      event.preventDefault();
      acts[act]?.();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, [field, toSearch, clear]);
}

/** Whether nothing is typed: in the empty search field, or where nobody types. */
function isFree({ target }: KeyboardEvent, field: HTMLInputElement | null): boolean {
  return target === field ? field?.value === "" : !(target instanceof HTMLInputElement);
}

/** A press that means something else: to a button that has the focus, as a part of a code, or held down. */
function isNot(event: KeyboardEvent, act: TillAct): boolean {
  if (event.repeat && !STEPS.has(act)) return true;
  if (event.target instanceof HTMLButtonElement && BUTTONS_OWN.includes(event.key) && !event.ctrlKey) return true;
  return event.key.length === 1 && isWithinCode();
}
