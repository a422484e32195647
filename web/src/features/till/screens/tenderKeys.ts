/** The keyboard while money is taken. The amount has the focus; what writes no amount acts. */
import { useEffect } from "react";
import { toType } from "@/lib/decimals";
import type { Choice } from "../state/choices";
import { actOf, TENDER, type TenderAct } from "../state/keymap";
import { isWithinCode } from "../state/scanner";
import { get, set } from "../state/till";
import { stepTo } from "./quick";
import type { TenderAmount } from "./tenderAmount";
import type { Taking } from "./tenderTaking";

interface Hands {
  choices: readonly Choice[];
  choice: Choice;
  choose: (choice: Choice) => void;
  isOff: (choice: Choice) => boolean;
  amount: TenderAmount;
  taking: Taking;
  back: () => void;
}

export function useTenderKeys({ choices, choice, choose, isOff, amount, taking, back }: Hands): void {
  useEffect(() => {
    const methods = choices.filter((one) => one.key === choice.key || !isOff(one));
    const stepMethod = (by: 1 | -1) => {
      const next = methods[methods.findIndex((one) => one.key === choice.key) + by];
      if (next) choose(next);
    };
    const stepQuick = (by: 1 | -1) => {
      const { quick, read } = amount;
      const next = quick && stepTo([quick.exact, ...quick.more], read?.value ?? null, by);
      if (next) amount.type(() => toType(next.toString()));
    };
    const acts: Record<TenderAct, () => void> = {
      take: () => void taking.take(),
      more: () => stepQuick(1),
      less: () => stepQuick(-1),
      methodAbove: () => stepMethod(-1),
      methodBelow: () => stepMethod(1),
      takeBack: () => set({ tenders: get().tenders.slice(0, -1) }),
      back,
    };
    const press = (event: KeyboardEvent) => {
      const { layer, busy, tenders } = get();
      if (layer || busy || taking.asking || event.metaKey || event.altKey) return;
      const act = actOf(TENDER, event);
      if (!act || isNot(event) || (act === "takeBack" && !tenders.length)) return;
      event.preventDefault();
      acts[act]();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  });
}

/** A press that means something else: to a button that has the focus, as a part of a code, or held down. */
function isNot(event: KeyboardEvent): boolean {
  if (event.key === "Enter") return event.repeat || event.target instanceof HTMLButtonElement;
  // A phone has a plus, and a list has arrows: fields beside the amount keep their keys.
  if (event.target instanceof HTMLElement && event.target.dataset.own !== undefined) return !leaves(event);
  return event.key.length === 1 && isWithinCode();
}

/** From a field of its own one gets back, and out of a line of text to the method above or below. */
function leaves({ key, target }: KeyboardEvent): boolean {
  return key === "Escape" || (target instanceof HTMLInputElement && ["ArrowUp", "ArrowDown"].includes(key));
}
