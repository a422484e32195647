/**
 * What is found for the text in the search field, and which hit is chosen. It lives outside of what is drawn, and keys are done
 * one after the other: somebody who presses them faster than the answers come gets what they meant.
 */

const ROWS = 8;
const ALL_ROWS = 50;

export interface Found<Hit> {
  hits: readonly Hit[];
  total: number;
}

export interface Shown<Hit> extends Found<Hit> {
  /** The chosen hit; -1 none. */
  at: number;
  /** Whether these are the hits of what is typed now; else they are those of before. */
  isSettled: boolean;
}

export interface Hands<Hit> {
  /** What is typed may be something by itself; true where it was. */
  entry: (text: string) => Promise<boolean>;
  pick: (hit: Hit) => Promise<void>;
  /** Nothing at all was found. */
  none?: (text: string) => Promise<void>;
}

const NONE = { hits: [], total: 0, at: -1, isSettled: true };

export type SearchKey = "Enter" | "ArrowDown" | "ArrowUp";

export class Finder<Hit> {
  private shown: Shown<Hit> = NONE;
  private text = "";
  private most = ROWS;
  private looking: Promise<void> = Promise.resolve();
  private keys: Promise<void> = Promise.resolve();
  private readonly listeners = new Set<() => void>();

  constructor(private readonly find: (text: string, most: number) => Promise<Found<Hit>>) {}

  readonly get = (): Shown<Hit> => this.shown;

  readonly listen = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Look for another text; an empty one finds nothing. What was chosen of the one before is not chosen any more. */
  readonly look = (text: string, most = ROWS): void => {
    if (text === this.text && most === this.most) return;
    this.text = text;
    this.most = most;
    this.show(text ? { ...this.shown, at: -1, isSettled: false } : NONE);
    if (!text) return;
    this.looking = this.find(text, most).then(
      ({ hits, total }) => {
        if (this.text === text && this.most === most) this.show({ hits, total, at: -1, isSettled: true });
      },
      () => undefined, // nothing was found; the next letter looks again
    );
  };

  readonly lookForMore = (): void => this.look(this.text, ALL_ROWS);

  /** A key, on `text` as it stood when it was pressed. Resolves once it has had its effect. */
  readonly press = (key: SearchKey, text: string, hands: Hands<Hit>): Promise<void> => {
    this.keys = this.keys
      .then(() => (key === "Enter" ? this.enter(text, hands) : this.move(key)))
      .catch(() => undefined);
    return this.keys;
  };

  private async move(key: SearchKey): Promise<void> {
    await this.looking;
    const { hits, at } = this.shown;
    this.choose(key === "ArrowDown" ? Math.min(at + 1, hits.length - 1) : Math.max(at - 1, 0));
  }

  private async enter(text: string, { entry, pick, none }: Hands<Hit>): Promise<void> {
    if (!text) return;
    const { hits, at } = this.shown;
    const chosen = this.isFor(text) ? hits[at] : undefined;
    if (chosen) return pick(chosen);
    if (await entry(text)) return;
    await this.looking;
    if (!this.isFor(text)) return;
    const { hits: found, total } = this.shown;
    if (total === 1 && found[0]) await pick(found[0]);
    else if (total === 0) await none?.(text);
    else this.choose(0);
  }

  private isFor(text: string): boolean {
    return this.text === text;
  }

  private choose(at: number): void {
    if (this.shown.hits.length) this.show({ ...this.shown, at });
  }

  private show(shown: Shown<Hit>): void {
    this.shown = shown;
    for (const listener of this.listeners) listener();
  }
}
