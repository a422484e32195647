/** How a figure stands beside that of before, in words. */
import { useLingui } from "@lingui/react/macro";
import { money, percent } from "@/lib/format";
import { change } from "./rules";

/** "12.5% more than 15 Nov 2026 (€40.00)". */
export function useChangeWords(currency: string): (then: string, now: string, when: string) => string {
  const { t } = useLingui();
  return (then, now, when) => {
    const found = change(then, now);
    const was = money(then, currency);
    if (found.direction === "new") return t`nothing on ${when}`;
    if (found.direction === "same") return t`as much as on ${when}`;
    const size = percent(found.percent);
    return found.direction === "more"
      ? t`${size} more than on ${when} (${was})`
      : t`${size} less than on ${when} (${was})`;
  };
}
