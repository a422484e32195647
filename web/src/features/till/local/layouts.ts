/** Grids of favourites, and which of them is this till's. Pure. */

interface LayoutTile {
  place: number;
  product: string;
  packaging: string | null;
}

export interface LayoutTab {
  name: string;
  tiles: readonly LayoutTile[];
}

export interface Layout {
  id: string;
  name: string;
  storefront: string | null;
  terminal: string | null;
  tabs: readonly LayoutTab[];
}

/** The closest to the till: its own, its shop's, the one for all. */
export function layoutOf(
  layouts: readonly Layout[],
  terminal: string | null,
  storefront: string | null,
): Layout | undefined {
  return (
    layouts.find((one) => terminal !== null && one.terminal === terminal) ??
    layouts.find((one) => storefront !== null && one.storefront === storefront) ??
    layouts.find((one) => one.terminal === null && one.storefront === null)
  );
}

/** What stands at each place from the first on; null where nothing does. Nothing moves up when something is gone. */
export function placesOf<T extends { place: number }>(tiles: readonly T[]): (T | null)[] {
  const last = tiles.reduce((most, tile) => Math.max(most, tile.place), -1);
  const places: (T | null)[] = Array.from({ length: last + 1 }, () => null);
  for (const tile of tiles) places[tile.place] = tile;
  return places;
}
