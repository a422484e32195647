import { expect, test } from "vitest";
import { actKey } from "./keys";

test("what is sent again because its answer was lost goes under the same key, and what was changed since under another", () => {
  const key = actKey();
  const first = key({ name: "A" });
  expect(key({ name: "A" })).toBe(first);
  expect(key({ name: "B" })).not.toBe(first);
});

test("what is set back after it was done is another act", () => {
  const key = actKey();
  const first = key({ name: "A" });
  key.done();
  key({ name: "B" });
  key.done();
  expect(key({ name: "A" })).not.toBe(first);
});
