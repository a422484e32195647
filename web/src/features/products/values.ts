/** The fields of a product's form, from the API's shape and back to it. */
import { i18n } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { Schemas } from "@/lib/api";
import { isDecimal, plain } from "@/lib/decimals";
import type { ProductDetail } from "./api";

export interface ProductValues extends Record<string, unknown> {
  name: string;
  sku: string;
  kind: "GOODS" | "SERVICE";
  group: string | null;
  brand: string | null;
  description: string;
  unit: string | null;
  tax_category: string | null;
  price: string;
  floor_price: string;
  prix_br: string;
  plu: string;
  weight_kg: string;
  warranty_days: string;
  tracks_stock: boolean;
  keeps_expiry: boolean;
  tracks_serials: boolean;
}

export const NO_VALUES: ProductValues = {
  name: "",
  sku: "",
  kind: "GOODS",
  group: null,
  brand: null,
  description: "",
  unit: null,
  tax_category: null,
  price: "",
  floor_price: "",
  prix_br: "",
  plu: "",
  weight_kg: "",
  warranty_days: "0",
  tracks_stock: true,
  keeps_expiry: false,
  tracks_serials: false,
};

export function valuesOf(product: ProductDetail): ProductValues {
  return {
    name: product.name,
    sku: product.sku,
    kind: product.kind ?? "GOODS",
    group: product.group,
    brand: product.brand,
    description: product.description ?? "",
    unit: product.unit,
    tax_category: product.tax_category,
    price: "",
    floor_price: plain(product.floor_price),
    prix_br: plain(product.prix_br),
    plu: product.plu ?? "",
    weight_kg: plain(product.weight_kg),
    warranty_days: String(product.warranty_days ?? 0),
    tracks_stock: product.tracks_stock ?? true,
    keeps_expiry: product.keeps_expiry ?? false,
    tracks_serials: product.tracks_serials ?? false,
  };
}

type Written = Schemas["PatchedProductWriteRequest"];

/** What is sent: empty figures as none. */
export function writtenOf(values: ProductValues): Written {
  const { price: _, ...rest } = values;
  return {
    ...rest,
    name: values.name.trim(),
    sku: values.sku.trim(),
    unit: values.unit ?? undefined,
    tax_category: values.tax_category ?? undefined,
    floor_price: values.floor_price || null,
    prix_br: values.prix_br || null,
    weight_kg: values.weight_kg || null,
    warranty_days: Number.parseInt(values.warranty_days || "0", 10),
  } as Written;
}

/** Only what differs from what was there: two people who change different things don't undo each other. */
export function changesOf(before: ProductValues, after: ProductValues): Written {
  const told = writtenOf(after) as Record<string, unknown>;
  return Object.fromEntries(Object.entries(told).filter(([name]) => before[name] !== after[name])) as Written;
}

const needed = (value: unknown) => (value ? null : i18n._(msg`Needed`));
const figure = (value: string) => (!value || isDecimal(value) ? null : i18n._(msg`Write a number, such as 12.50`));
const whole = (value: string) => (!value || /^\d{1,5}$/.test(value) ? null : i18n._(msg`Write a whole number`));

export const CHECKS = {
  name: (value: string) => needed(value.trim()),
  unit: needed,
  tax_category: needed,
  price: figure,
  floor_price: figure,
  prix_br: figure,
  weight_kg: figure,
  warranty_days: whole,
} as never;
