import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { folded, Index, startsNear, wanted } from "./search";

function index(...names: string[]): Index {
  const made = new Index();
  for (const [at, name] of names.entries()) made.put(String(at), name);
  return made;
}

/** Whether two words differ by one letter at most: another one, one more, one less, or two swapped. */
function isNear(one: string, other: string): boolean {
  if (Math.abs(one.length - other.length) > 1) return false;
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  const [a, b] = [one.slice(at), other.slice(at)];
  if (a.slice(1) === b.slice(1) || a.slice(1) === b || a === b.slice(1)) return true;
  return a.length > 1 && a[0] === b[1] && a[1] === b[0] && a.slice(2) === b.slice(2);
}

const beginsNear = (part: string, word: string) =>
  [-1, 0, 1].some((more) => isNear(part.slice(0, word.length + more), word));

describe("finding by name", () => {
  it("takes no notice of case, accents and alphabet", () => {
    expect(folded("Парацетамол 500")).toBe("paracetamol 500");
    expect(folded("PARACÉTAMOL-500")).toBe("paracetamol 500");
    expect(index("Парацетамол 500").find("paracet", 8).ids).toEqual(["0"]);
    expect(index("Paracetamol 500").find("парацет", 8).ids).toEqual(["0"]);
  });

  it("finds the same rows in the same order, however they came", () => {
    const names = ["Tea green", "Tea black", "Tea white", "Tea red"];
    const found = (order: string[]) =>
      index(...order)
        .find("tea", 2)
        .ids.map((id) => order[Number(id)]);
    expect(found(names)).toEqual(["Tea black", "Tea green"]);
    expect(found(names.toReversed())).toEqual(["Tea black", "Tea green"]);
    expect(index(...names).find("tea", 2).total).toBe(4);
  });

  it("puts names that start so before those whose words do, and those before names that contain it", () => {
    expect(index("Oat milk", "Chocolate milk", "Milk", "Buttermilk").find("milk", 8).ids).toEqual(["2", "1", "0", "3"]);
  });

  it("finds every word in any order", () => {
    expect(index("Espresso beans 1 kg", "Espresso cup").find("kg espr", 8)).toEqual({ ids: ["0"], total: 1 });
  });

  it("forgives one wrong letter where nothing else fits", () => {
    expect(index("Aspirin 500", "Vitamin C").find("asprin", 8).ids).toEqual(["0"]);
    expect(index("Aspirin 500", "Vitamin C").find("apsirin", 8).ids).toEqual(["0"]);
    expect(index("Aspirin 500", "Vitamin C").find("arnica", 8).ids).toEqual([]);
    expect(index("Aspirin 500", "Vitamin C").find("500 asprin", 8).ids).toEqual([]); // of three letters none is forgiven
    expect(index("Green tea, Ceylon", "Black tea").find("ceilon greem", 8).ids).toEqual(["0"]);
  });

  it("takes for near what one mistake makes of the beginning of a word", () => {
    const letters = fc.string({ unit: fc.constantFrom("a", "b", "c"), minLength: 4, maxLength: 7 });
    fc.assert(
      fc.property(letters, letters, letters, (part, word, next) => {
        expect(startsNear(` ${part} ${next}`, 1, wanted(word))).toBe(beginsNear(part, word));
      }),
      { numRuns: 2_000 },
    );
  });

  it("forgets what was taken out and renames what is put again", () => {
    const made = index("Aspirin", "Arnica");
    made.remove("0");
    made.put("1", "Zinc");
    expect(made.find("a", 8)).toEqual({ ids: [], total: 0 });
    expect(made.find("zi", 8).ids).toEqual(["1"]);
  });

  it("counts all hits and gives the first", () => {
    expect(index("Aa", "Ab", "Ac").find("a", 2)).toEqual({ ids: ["0", "1"], total: 3 });
  });
});
