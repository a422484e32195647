/** What is done while goods are taken, once for all hands: keys, the list of commands and buttons call the same act. */
import { asProblem } from "@/lib/problem";
import { chooseCustomer, move, nextUnit, remove, select, step, undo } from "./acts";
import { isEmpty } from "./cart";
import { exchangeInHand } from "./exchange";
import { hold } from "./holding";
import type { TillAct } from "./keymap";
import { unnamed } from "./serials";
import { isShiftMissing } from "./shift";
import { get, set, show } from "./till";

const PAGE = 8;
// As many lines as are seen at once.

/** To the tender; where a shift has to be opened, or a piece has no number yet, that comes first. */
export function pay(): void {
  const { cart, priced, memory } = get();
  if (isEmpty(cart) || !priced?.lines.length) return;
  const line = memory && unnamed(cart, memory);
  if (isShiftMissing()) show("shift");
  else if (line) set({ selected: line.id, serialsOf: line.id });
  else set({ view: exchangeInHand() ? "exchange" : "tender", tenders: [], layer: null });
}

/** The cart goes aside; where there is none, those that wait are shown. */
function holdOrRecall(): void {
  if (isEmpty(get().cart)) show("held");
  else hold().catch((refused) => set({ cartProblem: asProblem(refused) }));
}

function removeSelected(): void {
  const { selected } = get();
  if (selected) void remove(selected);
}

function chooseEnd(at: 0 | -1): void {
  const line = get().cart.lines.at(at);
  if (line) select(line.id);
}

export function sellWithoutCustomer(): void {
  void chooseCustomer(null);
}

/** Acts of the search field itself are its own. */
export type DeskAct = Exclude<TillAct, "find" | "clear" | "quantity" | "discount" | "price" | "number" | "commands">;

export const DESK: Readonly<Record<DeskAct, () => void>> = {
  more: () => void step(1),
  less: () => void step(-1),
  unit: () => void nextUnit(),
  above: () => move(-1),
  below: () => move(1),
  first: () => chooseEnd(0),
  last: () => chooseEnd(-1),
  pageUp: () => move(-PAGE),
  pageDown: () => move(PAGE),
  details: () => show("waterfall"),
  remove: removeSelected,
  putBack: () => void undo(),
  customer: () => show("customer"),
  newCustomer: () => show("newCustomer"),
  hold: holdOrRecall,
  pay,
  keys: () => show("keys"),
};
