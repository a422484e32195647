/** The fields of a promotion's form, from the API's shape and back to it. */
import { i18n } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { isDecimal, plain } from "@/lib/decimals";
import type { Promotion, PromotionBody, PromotionKind } from "../api";
import { fromField, nowField, toField } from "../times";

export interface PromotionValues extends Record<string, unknown> {
  name: string;
  kind: PromotionKind;
  value: string;
  set_quantity: string;
  get_quantity: string;
  min_quantity: string;
  min_amount: string;
  products: string[];
  product_groups: string[];
  reward_products: string[];
  price_groups: string[];
  locations: string[];
  sale_type: string;
  starts_at: string;
  ends_at: string;
  weekdays: string[];
  hours_from: string;
  hours_until: string;
  needs_coupon: boolean;
  use_limit: string;
  max_times: string;
  combines: boolean;
}

export const SETS: ReadonlySet<PromotionKind> = new Set(["BUY_GET", "SET_PRICE", "NTH_ITEM"]);
export const WHOLE: ReadonlySet<PromotionKind> = new Set(["BASKET_PERCENT", "BASKET_AMOUNT"]);
export const PERCENTS: ReadonlySet<PromotionKind> = new Set(["PERCENT", "BUY_GET", "NTH_ITEM", "BASKET_PERCENT"]);

export const blankValues = (): PromotionValues => ({
  name: "",
  kind: "PERCENT",
  value: "",
  set_quantity: "2",
  get_quantity: "1",
  min_quantity: "",
  min_amount: "",
  products: [],
  product_groups: [],
  reward_products: [],
  price_groups: [],
  locations: [],
  sale_type: "",
  starts_at: nowField(),
  ends_at: "",
  weekdays: [],
  hours_from: "",
  hours_until: "",
  needs_coupon: false,
  use_limit: "",
  max_times: "",
  combines: false,
});

const unlessZero = (value: string | number | null | undefined) => (!value || Number(value) === 0 ? "" : String(value));

export const valuesOf = (row: Promotion): PromotionValues => ({
  name: row.name,
  kind: row.kind,
  value: plain(row.value),
  set_quantity: unlessZero(row.set_quantity) || "2",
  get_quantity: unlessZero(row.get_quantity) || "1",
  min_quantity: plain(unlessZero(row.min_quantity)),
  min_amount: plain(unlessZero(row.min_amount)),
  products: row.products,
  product_groups: row.product_groups,
  reward_products: row.reward_products,
  price_groups: row.price_groups,
  locations: row.locations,
  sale_type: row.sale_type ?? "",
  starts_at: toField(row.starts_at),
  ends_at: toField(row.ends_at),
  weekdays: row.weekdays.map(String),
  hours_from: row.hours_from?.slice(0, 5) ?? "",
  hours_until: row.hours_until?.slice(0, 5) ?? "",
  needs_coupon: row.needs_coupon ?? false,
  use_limit: unlessZero(row.use_limit),
  max_times: unlessZero(row.max_times),
  combines: row.combines ?? false,
});

const whole = (text: string) => (text ? Number.parseInt(text, 10) : null);

/** What is sent: only what its kind has, the rest at nothing. */
export function bodyOf(values: PromotionValues): PromotionBody {
  const isSet = SETS.has(values.kind);
  const isWhole = WHOLE.has(values.kind);
  return {
    name: values.name.trim(),
    kind: values.kind,
    value: values.value,
    set_quantity: isSet ? (whole(values.set_quantity) ?? 0) : 0,
    get_quantity: values.kind === "BUY_GET" ? (whole(values.get_quantity) ?? 0) : 0,
    min_quantity: isSet || isWhole ? "0" : values.min_quantity || "0",
    min_amount: isWhole ? values.min_amount || "0" : "0",
    products: values.products,
    product_groups: values.product_groups,
    reward_products: values.kind === "BUY_GET" ? values.reward_products : [],
    price_groups: values.price_groups,
    locations: values.locations,
    sale_type: values.sale_type as PromotionBody["sale_type"],
    starts_at: fromField(values.starts_at) ?? undefined,
    ends_at: fromField(values.ends_at),
    weekdays: values.weekdays.map(Number).sort(),
    hours_from: values.hours_from || null,
    hours_until: values.hours_until || null,
    needs_coupon: values.needs_coupon,
    use_limit: whole(values.use_limit),
    max_times: isSet ? whole(values.max_times) : null,
    combines: isWhole || values.combines,
  };
}

const NUMBER = msg`Write a number, such as 12.50`;
const optional = (value: string) => (!value || isDecimal(value) ? null : i18n._(NUMBER));
const pieces = (value: string, values: PromotionValues) =>
  !SETS.has(values.kind) || /^[1-9]\d{0,2}$/.test(value) ? null : i18n._(msg`Write a whole number from 1 on`);
const limit = (value: string) =>
  !value || /^[1-9]\d{0,8}$/.test(value) ? null : i18n._(msg`Write a whole number from 1 on`);

export const CHECKS = {
  name: (value: string) => (value.trim() ? null : i18n._(msg`Needed`)),
  value: (value: string, values: PromotionValues) => {
    if (!isDecimal(value)) return i18n._(NUMBER);
    return PERCENTS.has(values.kind) && Number.parseFloat(value) > 100 ? i18n._(msg`At most 100%`) : null;
  },
  set_quantity: pieces,
  get_quantity: (value: string, values: PromotionValues) => (values.kind === "BUY_GET" ? pieces(value, values) : null),
  min_quantity: optional,
  min_amount: optional,
  use_limit: limit,
  max_times: limit,
  ends_at: (value: string, values: PromotionValues) =>
    value && value <= values.starts_at ? i18n._(msg`The end lies before the beginning.`) : null,
  hours_until: (value: string, values: PromotionValues) =>
    Boolean(value) === Boolean(values.hours_from) ? null : i18n._(msg`Give both hours, or none.`),
} as never;
