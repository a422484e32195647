/** What stands on the tiles of the till: favourites by their places, loose goods by their numbers. */
import { contextOf } from "@/domain/cart";
import { pricedLine } from "@/domain/lines";
import { type CatalogProduct, catalog, whole } from "../local/catalog";
import { type Layout, type LayoutTab, layoutOf, placesOf } from "../local/layouts";
import { availableHere, type Memory, meet } from "../local/memory";
import { cartFacts, get, now } from "./till";

const FIRST_GOODS = 24;
const NUMBERED_GOODS = 60;
// More numbers than that are found faster by typing one more digit.

export interface Tile {
  product: CatalogProduct;
  packaging: string | null;
  name: string;
  price: string | null;
  none: boolean;
}

/** The tabs of this till; where nobody arranged any, one of the first goods of the catalog. */
export async function favourites(memory: Memory): Promise<readonly LayoutTab[]> {
  const { terminal, storefront } = memory.settings;
  const layouts = (await whole<Layout[]>("layouts")) ?? [];
  const layout = layoutOf(layouts, terminal?.id ?? get().device?.terminal ?? null, storefront.id);
  if (layout?.tabs.some((tab) => tab.tiles.length)) return layout.tabs;
  const first = await catalog.products
    .filter((product) => product.life_cycle === "ACTIVE")
    .limit(FIRST_GOODS)
    .toArray();
  return [{ name: "", tiles: first.map(({ id }, place) => ({ place, product: id, packaging: null })) }];
}

/** The tiles of a tab by their places; null where nothing stands, or what stood there is not kept any more. */
export async function tilesOf(tab: LayoutTab): Promise<(Tile | null)[]> {
  const { memory } = get();
  if (!memory) return [];
  const places = placesOf(tab.tiles);
  await meet(
    memory,
    tab.tiles.map((tile) => tile.product),
  );
  return Promise.all(places.map((place) => (place ? tileOf(memory, place.product, place.packaging) : null)));
}

/** Goods whose number begins so, by number. */
export async function numbered(begins: string): Promise<Tile[]> {
  const { memory } = get();
  if (!memory) return [];
  const found = await catalog.products.where("codes").startsWith(`plu:${begins}`).limit(NUMBERED_GOODS).toArray();
  const sold = found.filter((product) => product.life_cycle === "ACTIVE");
  await meet(
    memory,
    sold.map((product) => product.id),
  );
  const tiles = await Promise.all(sold.map((product) => tileOf(memory, product.id, null)));
  return tiles.filter((tile) => tile !== null);
}

export async function hasNumbered(): Promise<boolean> {
  return (await catalog.products.where("codes").startsWith("plu:").first()) !== undefined;
}

async function tileOf(memory: Memory, id: string, packaging: string | null): Promise<Tile | null> {
  const product = memory.products.get(id);
  if (!product) return null;
  const { cart } = get();
  const available = product.tracks_stock ? await availableHere(memory, id, cart.draft, now()) : undefined;
  const packed = product.packagings.find((one) => one.id === packaging)?.name;
  return {
    product,
    packaging,
    name: packed ? `${product.name}, ${packed}` : product.name,
    price: priceOf(memory, id, packaging),
    none: available !== undefined && Number(available) <= 0,
  };
}

function priceOf(memory: Memory, product: string, packaging: string | null): string | null {
  try {
    const context = contextOf(memory, cartFacts(get().cart), now(), new Set());
    return pricedLine(context, { id: "", product, packaging, quantity: "1" }, 1).unitPrice.toString();
  } catch {
    return null; // it has no price, or is not sold
  }
}
