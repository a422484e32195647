/** What a promotion is for, when, and how often, as facts. */
import { useLingui as useWords } from "@lingui/react";
import { useLingui } from "@lingui/react/macro";
import { useProductNames } from "@/components/pick/ProductsField";
import { Fact, Facts, Section } from "@/components/ui/Page";
import { count, dateTime } from "@/lib/format";
import { useLocations } from "@/lib/names";
import { useGroups, usePriceGroups } from "@/lib/reference";
import { useCurrency } from "@/lib/session";
import type { Promotion } from "../api";
import { SALE_TYPES, termsWords } from "../words";
import { useWeekdays } from "./weekdays";

export function PromotionFacts({ promotion }: { promotion: Promotion }) {
  const { t } = useLingui();
  const { i18n } = useWords();
  const currency = useCurrency();
  const days = useWeekdays();
  const products = useProductNames([...promotion.products, ...promotion.reward_products]);
  const groups = new Map(useGroups().map((group) => [group.id, group.path]));
  const places = new Map(useLocations().map((place) => [place.id, place.name]));
  const buyers = new Map(usePriceGroups().map((group) => [group.id, group.name]));
  const named = (ids: readonly string[], names: ReadonlyMap<string, string>) => ids.map((id) => names.get(id) ?? "…");
  const goods = [...named(promotion.products, products), ...named(promotion.product_groups, groups)];
  const rewards = [...named(promotion.reward_products, products), ...named(promotion.reward_groups, groups)];
  const weekdays = promotion.weekdays.map((day) => days[day - 1]?.label ?? "");
  const hours = promotion.hours_from
    ? `${promotion.hours_from.slice(0, 5)} – ${promotion.hours_until?.slice(0, 5) ?? ""}`
    : t`All day`;
  const list = (names: readonly string[], none: string) => (names.length ? names.join(", ") : none);
  return (
    <Section>
      <div style={{ maxWidth: "40rem" }}>
        <Facts>
          <Fact term={t`What it does`}>{termsWords(promotion, currency)}</Fact>
          <Fact term={t`On what`}>{list(goods, t`Everything`)}</Fact>
          {rewards.length > 0 && <Fact term={t`Cheaper are`}>{rewards.join(", ")}</Fact>}
          <Fact term={t`Customers`}>{list(named(promotion.price_groups, buyers), t`Everybody`)}</Fact>
          <Fact term={t`Places`}>{list(named(promotion.locations, places), t`Everywhere`)}</Fact>
          <Fact term={t`Kind of sale`}>
            {promotion.sale_type ? i18n._(SALE_TYPES[promotion.sale_type]) : t`Retail and wholesale`}
          </Fact>
          <Fact term={t`From`}>{dateTime(promotion.starts_at)}</Fact>
          <Fact term={t`Until`}>{promotion.ends_at ? dateTime(promotion.ends_at) : t`Until it is ended`}</Fact>
          <Fact term={t`Days of the week`}>{list(weekdays, t`Every day`)}</Fact>
          <Fact term={t`Hours`}>{hours}</Fact>
          <Fact term={t`Coupon`}>{promotion.needs_coupon ? t`Needed` : t`Not needed`}</Fact>
          {promotion.use_limit && (
            <Fact term={t`Sales it was in`}>{t`${count(promotion.uses)} of ${count(promotion.use_limit)}`}</Fact>
          )}
          {promotion.max_times && <Fact term={t`Sets in one sale`}>{count(promotion.max_times)}</Fact>}
          <Fact term={t`On what is promoted already`}>{promotion.combines ? t`Yes` : t`No`}</Fact>
        </Facts>
      </div>
    </Section>
  );
}
