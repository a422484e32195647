import { i18n } from "@lingui/core";
import { expect, it } from "vitest";
import { commands, commandsOf } from "./commands";

it("hears the manual's names of what can be done in every language", () => {
  i18n.loadAndActivate({ locale: "en", messages: {} });
  const { words } = commands().find((one) => one.id === "return") ?? {};
  i18n.loadAndActivate({ locale: "bg", messages: { [words?.id ?? ""]: "Връщане или замяна на стоки" } });
  const ids = (text: string) => commandsOf(text).map((one) => one.id);
  expect([ids("return"), ids("връщ"), ids("balance"), ids("gift 25"), ids("nothing")]).toEqual([
    ["return"],
    ["return"],
    ["giftCard"],
    ["sellCard"],
    [],
  ]);
});
