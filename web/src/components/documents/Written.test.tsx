import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { MantineProvider } from "@mantine/core";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { heldOf, Written } from "./Written";

const first = { id: "one", version: 1, note: "as it was" };
const theirs = { id: "one", version: 2, note: "theirs" };

function page(doc: typeof first, isDirty: boolean) {
  return (
    <I18nProvider i18n={i18n}>
      <MantineProvider>
        <Written doc={doc} isDirty={isDirty}>
          {(now) => <input aria-label="Note" defaultValue={now.note} />}
        </Written>
      </MantineProvider>
    </I18nProvider>
  );
}

const note = () => screen.getByLabelText<HTMLInputElement>("Note").value;
const type = (value: string) => fireEvent.change(screen.getByLabelText("Note"), { target: { value } });

beforeAll(() => i18n.loadAndActivate({ locale: "en", messages: {} }));
afterEach(cleanup);
beforeEach(() => {
  window.matchMedia = (query) =>
    ({ matches: false, media: query, addEventListener: () => {}, removeEventListener: () => {} }) as never;
});

test("what is being typed stays when somebody else saves, and their changes are a press away", () => {
  const { rerender } = render(page(first, false));
  type("mine");
  rerender(page(first, true));
  rerender(page(theirs, true));
  expect(note()).toBe("mine");
  fireEvent.click(screen.getByText("See the other changes"));
  expect(note()).toBe("theirs");
  expect(screen.queryByRole("status")).toBeNull();
});

test("who keeps the own changes is asked no more until somebody saves again", () => {
  const { rerender } = render(page(first, true));
  type("mine");
  rerender(page(theirs, true));
  fireEvent.click(screen.getByText("Keep mine"));
  expect(screen.queryByRole("status")).toBeNull();
  expect(note()).toBe("mine");
  rerender(page({ ...theirs, version: 3 }, true));
  expect(screen.getByRole("status")).toHaveTextContent("Somebody saved this meanwhile.");
  rerender(page({ ...theirs, version: 4, note: "saved" }, false));
  expect(note()).toBe("saved");
});

test("without changes, and for another document, the newest is shown", () => {
  expect(heldOf(first, theirs, false)).toBe(theirs);
  expect(heldOf(first, { ...theirs, id: "two" }, true).id).toBe("two");
  const { rerender } = render(page(first, false));
  rerender(page(theirs, false));
  expect(note()).toBe("theirs");
});
