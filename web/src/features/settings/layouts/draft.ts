/** Favourites while they are arranged. Pure: tabs go in, others come out. Two places swap, so nothing else ever moves. */
import type { Schemas } from "@/lib/api";

export const MOST_TABS = 20;
export const MOST_PLACES = 200;

export interface Tile {
  product: string;
  packaging: string | null;
}

export interface Tab {
  name: string;
  places: readonly (Tile | null)[];
}

export function tabsOf(layout: Pick<Schemas["TillLayout"], "tabs">): Tab[] {
  return layout.tabs.map(({ name, tiles }) => {
    const last = tiles.reduce((most, tile) => Math.max(most, tile.place), -1);
    const places: (Tile | null)[] = Array.from({ length: last + 1 }, () => null);
    for (const tile of tiles) places[tile.place] = { product: tile.product, packaging: tile.packaging ?? null };
    return { name, places };
  });
}

export function bodyOf(tabs: readonly Tab[]): Schemas["TillTabRequest"][] {
  return tabs.map(({ name, places }) => ({
    name: name.trim(),
    tiles: places.flatMap((tile, place) => (tile ? [{ place, ...tile }] : [])),
  }));
}

function at(tabs: readonly Tab[], tab: number, places: (before: readonly (Tile | null)[]) => (Tile | null)[]): Tab[] {
  return tabs.map((one, nth) => (nth === tab ? { ...one, places: withoutEnd(places(one.places)) } : one));
}

/** Empty places behind the last tile are no places. */
function withoutEnd(places: (Tile | null)[]): (Tile | null)[] {
  const last = places.findLastIndex((tile) => tile !== null);
  return places.slice(0, last + 1);
}

/** Put a product at the first empty place. */
export function put(tabs: readonly Tab[], tab: number, product: string): Tab[] {
  return at(tabs, tab, (before) => {
    const free = before.indexOf(null);
    const tile = { product, packaging: null };
    return free < 0 ? [...before, tile] : before.with(free, tile);
  });
}

export function swap(tabs: readonly Tab[], tab: number, one: number, other: number): Tab[] {
  return at(tabs, tab, (before) => {
    const size = Math.max(before.length, one + 1, other + 1);
    const places = Array.from({ length: size }, (_, place) => before[place] ?? null);
    const [first, second] = [places[one] ?? null, places[other] ?? null];
    return places.with(one, second).with(other, first);
  });
}

export function takeOut(tabs: readonly Tab[], tab: number, place: number): Tab[] {
  return at(tabs, tab, (before) => before.with(place, null));
}

export function soldAs(tabs: readonly Tab[], tab: number, place: number, packaging: string | null): Tab[] {
  return at(tabs, tab, (before) => {
    const tile = before[place];
    return tile ? before.with(place, { ...tile, packaging }) : [...before];
  });
}

export function moveTab(tabs: readonly Tab[], tab: number, by: 1 | -1): Tab[] {
  const [one, other] = [tabs[tab], tabs[tab + by]];
  return one && other ? tabs.with(tab, other).with(tab + by, one) : [...tabs];
}
