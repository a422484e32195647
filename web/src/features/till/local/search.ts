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

/** In fewer letters a mistake would be most of the word. */
const SHORTEST_MISTYPED = 4;

/** A folded word that is looked for. Names are kept with a space before them, so that each of their words begins by one. */
export interface Wanted {
  word: string;
  beginning: string;
  first: string;
  /** What is left of the word behind so many letters. */
  tails: readonly string[];
}

export function wanted(word: string): Wanted {
  const tails = Array.from({ length: word.length + 1 }, (_, from) => word.slice(from));
  return { word, beginning: ` ${word}`, first: ` ${word.charAt(0)}`, tails };
}

/** How well a name fits, the lower the better; -1 not at all. `query` begins by a space, as the name does. */
function rank(name: string, query: string, words: readonly Wanted[]): number {
  if (!words.every(({ word }) => name.includes(word))) return -1; // nearly all names: first, and quickly
  if (name.startsWith(query)) return 0;
  return words.every(({ beginning }) => name.includes(beginning)) ? 1 : 2;
}

/**
 * Whether the letters of `name` from `at` on begin like the word, with one letter another one, too many, missing, or two swapped.
 * Every word of every name may be asked, so that nothing is made here that has to be cleared away again.
 */
export function startsNear(name: string, at: number, { word, tails }: Wanted): boolean {
  let same = 0;
  while (same < word.length && name[at + same] === word[same]) same += 1;
  if (same >= word.length - 1) return true;
  const here = at + same;
  if (here >= name.length || name[here] === " ") return false;
  const [whole, behind, later] = [tails[same] ?? "", tails[same + 1] ?? "", tails[same + 2] ?? ""];
  if (name.startsWith(behind, here + 1) || name.startsWith(behind, here) || name.startsWith(whole, here + 1))
    return true;
  return name[here] === word[same + 1] && name[here + 1] === word[same] && name.startsWith(later, here + 2);
}

/** Whether a name has, for each word of the query, one that starts almost so. */
function isMistyped(name: string, words: readonly Wanted[]): boolean {
  return words.every((each) => {
    let at = name.indexOf(each.first);
    while (at >= 0 && !startsNear(name, at + 1, each)) at = name.indexOf(each.first, at + 1);
    return at >= 0;
  });
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
    this.names[at] = ` ${folded(name)}`;
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
    const words = query.split(" ").reverse().map(wanted); // what was typed last leaves the fewest
    const hits: [number[], number[], number[]] = [[], [], []];
    for (let at = 0; at < this.names.length; at += 1) {
      const fit = rank(this.names[at] ?? "", ` ${query}`, words);
      if (fit >= 0) hits[fit as 0 | 1 | 2].push(at);
    }
    const total = hits[0].length + hits[1].length + hits[2].length;
    if (total) return { ids: this.first(hits, limit), total };
    const near = this.mistyped(words);
    return { ids: this.first([near], limit), total: near.length };
  }

  private mistyped(words: readonly Wanted[]): number[] {
    const found: number[] = [];
    if (words.some(({ word }) => word.length < SHORTEST_MISTYPED)) return found;
    for (let at = 0; at < this.names.length; at += 1) if (isMistyped(this.names[at] ?? "", words)) found.push(at);
    return found;
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
