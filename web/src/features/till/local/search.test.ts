import { describe, expect, it } from "vitest";
import { folded, Index, isNear } from "./search";

function index(...names: string[]): Index {
  const made = new Index();
  for (const [at, name] of names.entries()) made.put(String(at), name);
  return made;
}

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
    expect(isNear("aspirin", "apsirin")).toBe(true);
    expect(isNear("aspirin", "arnica")).toBe(false);
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
