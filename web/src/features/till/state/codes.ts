/** What is scanned, or typed as a code: a product's own, a label of a scale, a customer's. Into the cart, or told why not. */
import { contextOf, currencyOf } from "@/domain/cart";
import { type CodePattern, isMisread, type Reading, readCode } from "@/domain/codes";
import { type Labelled, ofPrice, ofWeight } from "@/domain/labels";
import { pricedLine } from "@/domain/lines";
import { readCard } from "@/domain/wallets";
import { type CatalogProduct, catalog, whole } from "../local/catalog";
import { type Memory, meet } from "../local/memory";
import { addProduct, chooseCustomer } from "./acts";
import { showCoupon } from "./coupons";
import { type CodeFault, cartFacts, get, now, set, show } from "./till";

interface FoundCode {
  product: CatalogProduct;
  packaging: string | null;
}

/** The product of exactly this code: a barcode, a PLU, a SKU. */
export async function byCode(code: string): Promise<FoundCode | null> {
  const tried = [code, ...(/^\d{1,5}$/.test(code) ? [`plu:${code}`] : []), `sku:${code.toLowerCase()}`];
  for (const one of tried) {
    const product = await catalog.products.where("codes").equals(one).first();
    if (product)
      return { product, packaging: product.barcodes.find((barcode) => barcode.code === one)?.packaging ?? null };
  }
  return null;
}

async function readingOf(code: string): Promise<Reading> {
  return readCode(code, (await whole<CodePattern[]>("code_rules")) ?? []);
}

/** Whether a code says anything here. */
export async function isCode(code: string): Promise<boolean> {
  return readCard(code) !== null || (await byCode(code)) !== null || (await readingOf(code)).rule !== "";
}

/**
 * A scanned or typed code: into the cart; else told beside it, with why. Null where it was taken. What is typed and nobody knows
 * is told by nobody: they may be words that are searched for.
 */
export async function enterCode(code: string, quantity = "1", isTyped = false): Promise<CodeFault | null> {
  const fault = await taken(code, quantity);
  if (fault && !(isTyped && fault === "UNKNOWN"))
    set({ unknown: { code, times: (get().unknown?.times ?? 0) + 1, fault } });
  return fault;
}

async function taken(code: string, quantity: string): Promise<CodeFault | null> {
  const found = await byCode(code);
  if (found) {
    await addProduct(found.product.id, { quantity, packaging: found.packaging });
    return null;
  }
  const reading = await readingOf(code);
  const card = readCard(reading.kind === "VOUCHER" ? reading.item : code) ?? readCard(code);
  if (card && (!reading.rule || reading.kind === "VOUCHER")) {
    show("giftCard", card);
    return null;
  }
  if (!reading.rule) return isMisread(code) ? "MISREAD" : "UNKNOWN";
  switch (reading.kind) {
    case "WEIGHT":
    case "PRICE":
      return labelTaken(reading);
    case "COUPON":
      return showCoupon(reading.item);
    case "CUSTOMER":
      return customerTaken(reading.item);
    case "PRODUCT": {
      const product = await byCode(reading.item);
      if (!product) return "UNKNOWN";
      await addProduct(product.product.id, { quantity, packaging: product.packaging });
      return null;
    }
    default:
      return "NOT_HERE";
  }
}

/** The product with the code of a value of 0 as its barcode, else the one with the number. Each packet is a line of its own. */
async function labelTaken(reading: Reading): Promise<CodeFault | null> {
  const { memory } = get();
  const number = reading.item.replace(/^0+/, "");
  const found =
    (await catalog.products.where("codes").equals(reading.baseCode).first()) ??
    (number ? await catalog.products.where("codes").equals(`plu:${number}`).first() : undefined);
  if (!found || !memory) return "UNKNOWN";
  await meet(memory, [found.id]);
  const labelled = labelOf(memory, found, reading);
  if (!labelled) return "NO_PRICE";
  if (!labelled.quantity) return labelled.fault;
  await addProduct(found.id, { quantity: labelled.quantity.toString(), apart: true });
  return null;
}

/** What the label says of how much it is; null where the product has no price to divide by. */
function labelOf(memory: Memory, product: CatalogProduct, { kind, value }: Reading): Labelled | null {
  const decimals = memory.units.get(product.unit)?.decimals ?? 0;
  if (kind === "WEIGHT") return ofWeight(value ?? "0", decimals);
  try {
    const context = contextOf(memory, cartFacts(get().cart), now(), new Set());
    const { unitPrice } = pricedLine(context, { id: "", product: product.id, quantity: "1" }, 1);
    return ofPrice(value ?? "0", unitPrice, decimals, currencyOf(memory));
  } catch {
    return null;
  }
}

async function customerTaken(code: string): Promise<CodeFault | null> {
  const customer = await catalog.customers.where("code").equals(code).first();
  if (!customer) return "UNKNOWN";
  await chooseCustomer(customer);
  return null;
}
