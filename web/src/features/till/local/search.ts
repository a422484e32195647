/**
 * Finding products by what is typed: exact codes first, then names that start so, names in which every word starts so, names
 * that contain it, and names with one letter wrong. Case, accents and the alphabet don't matter. Pure.
 */

const CYRILLIC: Record<string, string> = {
  а: "a",
  б: "b",
  в: "v",
  г: "g",
  д: "d",
  е: "e",
  ж: "zh",
  з: "z",
  и: "i",
  й: "y",
  к: "k",
  л: "l",
  м: "m",
  н: "n",
  о: "o",
  п: "p",
  р: "r",
  с: "s",
  т: "t",
  у: "u",
  ф: "f",
  х: "h",
  ц: "c",
  ч: "ch",
  ш: "sh",
  щ: "sht",
  ъ: "a",
  ы: "y",
  ь: "",
  э: "e",
  ю: "yu",
  я: "ya",
};

/** `Парацетамол` and `PARACÉTAMOL` alike as `paracetamol`. */
export function folded(text: string): string {
  return text
    .toLowerCase()
    .replace(/[а-яё]/g, (letter) => CYRILLIC[letter] ?? "e")
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** How well a folded name fits, the lower the better; -1 not at all. */
export function rank(name: string, query: string, words: readonly string[]): number {
  if (name.startsWith(query)) return 0;
  const padded = ` ${name}`;
  if (words.every((word) => padded.includes(` ${word}`))) return 1;
  if (words.every((word) => name.includes(word))) return 2;
  return -1;
}

/** Whether two words differ by one letter at most: another one, one more, one less, or two swapped. */
export function isNear(one: string, other: string): boolean {
  if (Math.abs(one.length - other.length) > 1) return false;
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  const [a, b] = [one.slice(at), other.slice(at)];
  if (a.slice(1) === b.slice(1) || a.slice(1) === b || a === b.slice(1)) return true;
  return a.length > 1 && a[0] === b[1] && a[1] === b[0] && a.slice(2) === b.slice(2);
}

/** Whether `part` starts almost like `word`, with a letter more or less. */
function startsNear(part: string, word: string): boolean {
  return [-1, 0, 1].some((more) => isNear(part.slice(0, word.length + more), word));
}

/** Whether a folded name has, for each word of the query, one that starts almost so. */
export function isMistyped(name: string, words: readonly string[]): boolean {
  const parts = name.split(" ");
  return words.every((word) => word.length > 3 && parts.some((part) => part[0] === word[0] && startsNear(part, word)));
}

export interface Found {
  ids: string[];
  total: number;
}

/** The folded names of all that can be found, in the order of their ids. */
export class Index {
  private ids: string[] = [];
  private names: string[] = [];
  private places = new Map<string, number>();

  get size(): number {
    return this.ids.length;
  }

  put(id: string, name: string): void {
    const at = this.places.get(id) ?? this.ids.length;
    this.places.set(id, at);
    this.ids[at] = id;
    this.names[at] = folded(name);
  }

  remove(id: string): void {
    const at = this.places.get(id);
    if (at !== undefined) this.names[at] = "\u0000";
  }

  clear(): void {
    this.ids = [];
    this.names = [];
    this.places.clear();
  }

  /** The best `limit` and how many there are in all. */
  find(text: string, limit: number): Found {
    const query = folded(text);
    if (!query) return { ids: [], total: 0 };
    const words = query.split(" ");
    const hits: [number[], number[], number[]] = [[], [], []];
    for (let at = 0; at < this.names.length; at += 1) {
      const fit = rank(this.names[at] ?? "", query, words);
      if (fit >= 0) hits[fit as 0 | 1 | 2].push(at);
    }
    const total = hits[0].length + hits[1].length + hits[2].length;
    if (total) return { ids: this.first(hits, limit), total };
    const near = [...this.names.keys()].filter((at) => isMistyped(this.names[at] ?? "", words));
    return { ids: this.first([near], limit), total: near.length };
  }

  /** The first `limit` of ranks that are each in the order of the names: the same letters find the same rows every time. */
  private first(ranks: readonly (readonly number[])[], limit: number): string[] {
    const chosen: number[] = [];
    for (const rows of ranks) chosen.push(...this.least(rows, limit - chosen.length));
    return chosen.map((at) => this.ids[at] ?? "");
  }

  /** The `limit` rows whose names come first, without sorting the many others. */
  private least(rows: readonly number[], limit: number): number[] {
    const kept: number[] = [];
    for (const at of rows) {
      const name = this.names[at] ?? "";
      const last = this.names[kept.at(-1) ?? -1];
      if (kept.length >= limit && (last === undefined || name >= last)) continue;
      const place = kept.findIndex((other) => (this.names[other] ?? "") > name);
      kept.splice(place < 0 ? kept.length : place, 0, at);
      if (kept.length > limit) kept.pop();
    }
    return limit > 0 ? kept : [];
  }
}
