/**
 * A scanner that types: a burst of keys that no person types, ended by Enter or a pause. It is heard wherever the focus is; what
 * it typed into a field is taken out of it again.
 */

export interface Key {
  char: string;
  at: number;
}

const FASTEST_TYPING_MS = 30;
const PAUSE_MS = 80;
const SHORTEST = 4;
const WITHOUT_END = 8;
const BOUNCE_MS = 200;
const DEAF_MS = 300;
// A scanner that sends CR and LF must not press Pay by the second one.

/** Whether these keys came from a scanner: enough of them, and faster on average than anybody types. */
export function isBurst(keys: readonly Key[]): boolean {
  if (keys.length < SHORTEST) return false;
  const [first, last] = [keys[0], keys.at(-1)];
  return first !== undefined && last !== undefined && (last.at - first.at) / (keys.length - 1) <= FASTEST_TYPING_MS;
}

/** The character that a key means on a scanner, whatever layout the keyboard has: digits by their place. */
export function charOf(event: Pick<KeyboardEvent, "key" | "code" | "shiftKey">): string {
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code);
  if (digit?.[1] && !event.shiftKey) return digit[1];
  return event.key.length === 1 ? event.key : "";
}

/** `before`: what stood in the field that the scanner typed into. */
type Heard = (code: string, before: string) => void;

function setField(field: HTMLInputElement | HTMLTextAreaElement, value: string): void {
  const prototype = field instanceof HTMLInputElement ? HTMLInputElement.prototype : HTMLTextAreaElement.prototype;
  Object.getOwnPropertyDescriptor(prototype, "value")?.set?.call(field, value);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

const hearers: Heard[] = [];
let following = false;

/** Be told of each scan, instead of whoever was until now, until the returned function is called. */
export function hearScans(heard: Heard): () => void {
  hearers.push(heard);
  return () => void hearers.splice(hearers.indexOf(heard), 1);
}

/** Tell the one that asked last of each scan, whatever screen is shown. */
export function startScanner(): () => void {
  return listenToScanner((code, before) => hearers.at(-1)?.(code, before));
}

/** Whether the key that is pressed now came as close behind other ones as a scanner's do: it may be a part of a code. */
export const isWithinCode = () => following;

/** Listen until the returned function is called. */
function listenToScanner(heard: Heard): () => void {
  let keys: Key[] = [];
  let field: HTMLInputElement | HTMLTextAreaElement | null = null;
  let held = "";
  let timer: ReturnType<typeof setTimeout> | undefined;
  let deafUntil = 0;
  let last = { code: "", at: 0 };
  // A scanner that ended with a key once always does: a pause within its code is then a slow computer, not its end.
  let endsByKey = false;

  const forget = () => {
    keys = [];
    field = null;
    following = false;
  };
  const proved = (at: number) => {
    const code = keys.map((key) => key.char).join("");
    const stood = field ? held : "";
    if (field?.isConnected) setField(field, held);
    forget();
    deafUntil = at + DEAF_MS;
    const isBounce = code === last.code && at - last.at < BOUNCE_MS;
    last = { code, at };
    if (!isBounce) heard(code, stood);
  };
  const press = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const at = event.timeStamp;
    clearTimeout(timer);
    if (event.key === "Enter" || event.key === "Tab") {
      if (isBurst(keys)) {
        swallow(event);
        endsByKey = true;
        proved(at);
      } else if (event.key === "Enter" && at < deafUntil) swallow(event);
      else forget();
      return;
    }
    const char = charOf(event);
    if (!char) return;
    const previous = keys.at(-1);
    if (previous && at - previous.at > PAUSE_MS) forget();
    if (!keys.length) {
      const target = document.activeElement;
      field = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement ? target : null;
      held = field?.value ?? "";
    }
    keys.push({ char, at });
    following = keys.some((key) => key.char !== char);
    timer = setTimeout(
      () => (!endsByKey && isBurst(keys) && keys.length >= WITHOUT_END ? proved(at) : forget()),
      PAUSE_MS,
    );
  };
  addEventListener("keydown", press, { capture: true });
  return () => {
    clearTimeout(timer);
    removeEventListener("keydown", press, { capture: true });
  };
}

function swallow(event: KeyboardEvent): void {
  event.preventDefault();
  event.stopImmediatePropagation();
}
