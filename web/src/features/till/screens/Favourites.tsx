/** Favourites in tabs as somebody arranged them, and loose goods by their numbers. */
import { Trans, useLingui } from "@lingui/react/macro";
import { IconBackspace } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { Thumb } from "@/components/ui/Thumb";
import { price } from "@/lib/format";
import type { LayoutTab } from "../local/layouts";
import { addProduct } from "../state/acts";
import { favourites, hasNumbered, numbered, type Tile, tilesOf } from "../state/tiles";
import { useTill } from "../state/till";
import { beep } from "./sound";
import classes from "./till.module.css";

const NUMBERS = "numbers";
const LONGEST = 6;
const DIGITS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0"];

export function Favourites({ onDone }: { onDone: () => void }) {
  const { t } = useLingui();
  const memory = useTill((state) => state.memory);
  const [tabs, setTabs] = useState<readonly LayoutTab[]>([]);
  const [withNumbers, setWithNumbers] = useState(false);
  const [chosen, setChosen] = useState<number | typeof NUMBERS>(0);
  useEffect(() => {
    if (!memory) return; // it is made anew when the feed brought something
    void favourites(memory).then(setTabs);
    void hasNumbered().then(setWithNumbers);
  }, [memory]);
  const tab = chosen === NUMBERS ? undefined : (tabs[chosen] ?? tabs[0]);
  const add = async (tile: Tile) => {
    await addProduct(tile.product.id, { packaging: tile.packaging });
    beep("added");
    onDone();
  };
  const names = tabs.map(
    (one, nth) => ({ id: nth, name: one.name || t`Goods` }) as { id: typeof chosen; name: string },
  );
  if (withNumbers) names.push({ id: NUMBERS, name: t`By number` });
  return (
    <>
      <div className={classes.tabs} role="tablist" aria-label={t`Groups of goods`}>
        {names.map(({ id, name }) => (
          <button
            key={id}
            type="button"
            role="tab"
            className={classes.tab}
            aria-selected={chosen === NUMBERS ? id === NUMBERS : tabs[Number(id)] === tab && id !== NUMBERS}
            onClick={() => setChosen(id)}
          >
            {name}
          </button>
        ))}
      </div>
      {chosen === NUMBERS ? <Numbers onAdd={add} /> : tab && <Tab tab={tab} onAdd={add} />}
    </>
  );
}

interface Adding {
  onAdd: (tile: Tile) => Promise<void>;
}

function Tab({ tab, onAdd }: Adding & { tab: LayoutTab }) {
  const memory = useTill((state) => state.memory);
  const customer = useTill((state) => state.cart.customer);
  const [tiles, setTiles] = useState<readonly (Tile | null)[]>([]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another customer has other prices
  useEffect(() => {
    let alive = true;
    void tilesOf(tab).then((made) => alive && setTiles(made));
    return () => {
      alive = false;
    };
  }, [tab, memory, customer]);
  return (
    <div className={classes.tiles}>
      {tiles.map((tile, place) =>
        tile ? (
          <TileKey key={`${tile.product.id}${tile.packaging}`} tile={tile} onAdd={onAdd} />
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: an empty place is known by where it is
          <span key={place} />
        ),
      )}
    </div>
  );
}

/** Loose goods: the number's digits leave those that begin so; touching one adds it. */
function Numbers({ onAdd }: Adding) {
  const { t } = useLingui();
  const memory = useTill((state) => state.memory);
  const customer = useTill((state) => state.cart.customer);
  const [entry, setEntry] = useState("");
  const [tiles, setTiles] = useState<readonly Tile[]>([]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another customer has other prices
  useEffect(() => {
    let alive = true;
    void numbered(entry).then((made) => alive && setTiles(made));
    return () => {
      alive = false;
    };
  }, [entry, memory, customer]);
  return (
    <>
      <fieldset className={classes.digits} aria-label={t`Number`}>
        <output className={classes.number}>{entry || t`Number`}</output>
        {DIGITS.map((digit) => (
          <button
            key={digit}
            type="button"
            className={classes.padKey}
            disabled={entry.length >= LONGEST}
            onClick={() => setEntry(entry + digit)}
          >
            {digit}
          </button>
        ))}
        <button
          type="button"
          className={classes.padKey}
          aria-label={t`Delete last digit`}
          disabled={!entry}
          onClick={() => setEntry(entry.slice(0, -1))}
        >
          <IconBackspace aria-hidden />
        </button>
      </fieldset>
      <div className={classes.tiles}>
        {tiles.map((tile) => (
          <TileKey
            key={tile.product.id}
            tile={tile}
            number={tile.product.plu}
            onAdd={async (one) => {
              setEntry("");
              await onAdd(one);
            }}
          />
        ))}
      </div>
      {tiles.length === 0 && entry && (
        <p className={classes.small} role="status">
          <Trans>Nothing has a number that begins with {entry}.</Trans>
        </p>
      )}
    </>
  );
}

function TileKey({ tile, number, onAdd }: Adding & { tile: Tile; number?: string }) {
  const { t } = useLingui();
  const currency = useTill((state) => state.memory?.settings.business.currency ?? "EUR");
  return (
    <button type="button" className={classes.tile} onClick={() => void onAdd(tile)}>
      {number === undefined || tile.product.picture ? (
        <Thumb src={tile.product.picture} name={tile.product.name} className={classes.thumb} />
      ) : (
        <span className={classes.thumb} data-number>
          {number}
        </span>
      )}
      <span className={classes.tileName}>{tile.name}</span>
      <span className={classes.tileFoot}>
        <span className={classes.small}>{tile.none && t`None left`}</span>
        <span>{tile.price && price(tile.price, currency)}</span>
      </span>
    </button>
  );
}
