/** What can be touched: favourites, the line at hand, the keypad. */
import { Trans, useLingui } from "@lingui/react/macro";
import { IconBackspace, IconInfoCircle, IconTrash } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { Thumb } from "@/components/ui/Thumb";
import { contextOf } from "@/domain/cart";
import { pricedLine } from "@/domain/lines";
import { date, price, quantity } from "@/lib/format";
import { type CatalogProduct, catalog, type StockRow, whole } from "../local/catalog";
import { availableHere, meet } from "../local/memory";
import { addProduct, type Mode, nextUnit, remove, typed } from "../state/acts";
import { cartFacts, get, now, useTill } from "../state/till";
import { Countdown } from "./Countdown";
import { beep } from "./sound";
import classes from "./till.module.css";

interface LayoutTab {
  name: string;
  tiles: readonly { product: string; packaging: string | null; place?: number }[];
}

interface Props {
  onDone: () => void;
  onWaterfall: () => void;
}

export function Goods({ onDone, onWaterfall }: Props) {
  const { t } = useLingui();
  const [part, setPart] = useState<"tiles" | "keys" | null>("tiles");
  return (
    <>
      <section className={classes.goods} data-open={part !== null} aria-label={t`Goods and keys`}>
        {part !== "keys" && <Tiles onDone={onDone} />}
        <div className={classes.panel} data-part={part}>
          <LinePanel onWaterfall={onWaterfall} />
          {(part === "keys" || part === "tiles") && <Keypad hidden={false} />}
        </div>
      </section>
      <nav className={classes.foot} aria-label={t`Parts of the till`}>
        <button
          type="button"
          className={classes.textButton}
          aria-pressed={part === "tiles"}
          onClick={() => setPart(part === "tiles" ? null : "tiles")}
        >
          <Trans>Goods</Trans>
        </button>
        <button
          type="button"
          className={classes.textButton}
          aria-pressed={part === "keys"}
          onClick={() => setPart(part === "keys" ? null : "keys")}
        >
          <Trans>Keys</Trans>
        </button>
        <button type="button" className={classes.textButton} onClick={onWaterfall}>
          <Trans>Line</Trans>
        </button>
      </nav>
    </>
  );
}

interface Tile {
  product: CatalogProduct;
  packaging: string | null;
  price: string | null;
  none: boolean;
}

/** Favourites as the manager placed them; where none are placed yet, the first goods of the catalog. */
function Tiles({ onDone }: { onDone: () => void }) {
  const { t } = useLingui();
  const memory = useTill((state) => state.memory);
  const customer = useTill((state) => state.cart.customer);
  const [tabs, setTabs] = useState<LayoutTab[]>([]);
  const [at, setAt] = useState(0);
  const [tiles, setTiles] = useState<Tile[]>([]);
  const currency = memory?.settings.business.currency ?? "EUR";
  // biome-ignore lint/correctness/useExhaustiveDependencies: read anew when the feed brought something
  useEffect(() => {
    void whole<{ tabs?: LayoutTab[] } | { tabs?: LayoutTab[] }[]>("layout").then(async (told) => {
      const layout = Array.isArray(told) ? told[0] : told;
      if (layout?.tabs?.length) return setTabs(layout.tabs);
      const first = await catalog.products
        .filter((product) => product.life_cycle === "ACTIVE")
        .limit(24)
        .toArray();
      setTabs([{ name: "", tiles: first.map((product) => ({ product: product.id, packaging: null })) }]);
    });
  }, [memory]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another customer has other prices
  useEffect(() => {
    if (!memory || !tabs[at]) return;
    let alive = true;
    void tilesOf(tabs[at].tiles).then((made) => alive && setTiles(made));
    return () => {
      alive = false;
    };
  }, [memory, tabs, at, customer]);
  const add = async (tile: Tile) => {
    await addProduct(tile.product.id, "1", tile.packaging);
    beep("added");
    onDone();
  };
  return (
    <>
      <div className={classes.tabs} role="tablist" aria-label={t`Groups of goods`}>
        {tabs.map((tab, nth) => (
          <button
            key={tab.name}
            type="button"
            role="tab"
            className={classes.tab}
            aria-selected={nth === at}
            onClick={() => setAt(nth)}
          >
            {tab.name || t`Goods`}
          </button>
        ))}
      </div>
      <div className={classes.tiles}>
        {tiles.map((tile) => (
          <button
            key={`${tile.product.id}${tile.packaging}`}
            type="button"
            className={classes.tile}
            onClick={() => void add(tile)}
          >
            <Thumb src={tile.product.picture} name={tile.product.name} className={classes.thumb} />
            <span className={classes.tileName}>{tile.product.name}</span>
            <span className={classes.tileFoot}>
              <span className={classes.small}>{tile.none && t`None left`}</span>
              <span>{tile.price && price(tile.price, currency)}</span>
            </span>
          </button>
        ))}
      </div>
    </>
  );
}

async function tilesOf(places: LayoutTab["tiles"]): Promise<Tile[]> {
  const { memory, cart } = get();
  if (!memory) return [];
  await meet(
    memory,
    places.map((tile) => tile.product),
  );
  const context = contextOf(memory, cartFacts(cart), now(), new Set());
  const made = await Promise.all(
    places.map(async ({ product: id, packaging }) => {
      const product = memory.products.get(id);
      if (!product) return null;
      const available = product.tracks_stock ? await availableHere(memory, id, cart.draft, now()) : undefined;
      let cost: string | null = null;
      try {
        cost = pricedLine(context, { id: "", product: id, packaging, quantity: "1" }, 1).unitPrice.toString();
      } catch {
        cost = null; // it has no price, or is not sold
      }
      return { product, packaging, price: cost, none: available !== undefined && Number(available) <= 0 };
    }),
  );
  return made.filter((tile) => tile !== null);
}

function LinePanel({ onWaterfall }: { onWaterfall: () => void }) {
  const { t } = useLingui();
  const { cart, selected, priced, memory, reservedUntil } = useTill();
  const line = cart.lines.find((one) => one.id === selected);
  const product = line && memory?.products.get(line.product);
  const [stock, setStock] = useState<{ row: StockRow | undefined; available: string | undefined }>();
  useEffect(() => {
    if (!product || !memory) return setStock(undefined);
    let alive = true;
    void Promise.all([catalog.stock.get(product.id), availableHere(memory, product.id, cart.draft, now())]).then(
      ([row, available]) => alive && setStock({ row, available }),
    );
    return () => {
      alive = false;
    };
  }, [product, memory, cart.draft]);
  if (!line || !product) {
    return (
      <div className={classes.linePanel}>
        <p className={classes.small}>
          <Trans>Choose a line to see its price, its stock and its batches.</Trans>
        </p>
      </div>
    );
  }
  const result = priced?.lines.find((one) => one.id === line.id);
  const unit = memory?.unitCodes.get(product.unit) ?? "";
  const currency = memory?.settings.business.currency ?? "EUR";
  return (
    <div className={classes.linePanel}>
      <div style={{ display: "flex", justifyContent: "space-between", gap: "0.5rem" }}>
        <strong>{product.name}</strong>
        <button
          type="button"
          className={classes.iconButton}
          aria-label={t`Take ${product.name} out`}
          onClick={() => void remove(line.id)}
        >
          <IconTrash size={20} aria-hidden />
        </button>
      </div>
      <div className={classes.small}>{product.sku}</div>
      <button type="button" className={classes.textButton} style={{ paddingInline: 0 }} onClick={onWaterfall}>
        <IconInfoCircle size={20} aria-hidden />
        {result ? price(result.unitPrice.toString(), currency) : "-"}{" "}
        <span className={classes.keyHint}>{t`Space`}</span>
      </button>
      {stock?.available !== undefined && <div>{t`Here: ${quantity(stock.available, unit)}`}</div>}
      {stock?.row?.expiring.slice(0, 3).map(([day, amount]) => (
        <div key={day} className={classes.small}>
          {t`${quantity(amount, unit)} until ${date(day)}`}
        </div>
      ))}
      <Countdown until={reservedUntil} />
    </div>
  );
}

const MODES: readonly Mode[] = ["quantity", "percent", "price"];

function Keypad({ hidden }: { hidden: boolean }) {
  const { t } = useLingui();
  const { selected, cart, memory, fresh } = useTill();
  const [mode, setMode] = useState<Mode>("quantity");
  const [entry, setEntry] = useState("");
  const line = cart.lines.find((one) => one.id === selected);
  const name = line ? (memory?.products.get(line.product)?.name ?? "") : "";
  // biome-ignore lint/correctness/useExhaustiveDependencies: another line or a new item ends what was typed for the last
  useEffect(() => {
    setMode("quantity");
    setEntry("");
  }, [selected, fresh]);
  const labels: Record<Mode, string> = { quantity: t`Qty`, percent: t`Disc %`, price: t`Price` };
  const told: Record<Mode, string> = {
    quantity: t`Quantity of ${name}`,
    percent: t`Discount for ${name}`,
    price: t`Price of ${name}`,
  };
  const press = (key: string) => {
    const next = key === "⌫" ? entry.slice(0, -1) : entry + key;
    setEntry(next);
    if (next && !/[.,]$/.test(next)) void typed(mode, next);
  };
  const keys = ["7", "8", "9", "quantity", "4", "5", "6", "percent", "1", "2", "3", "price", "0", "00", ",", "⌫"];
  if (hidden) return null;
  return (
    <fieldset className={classes.keypad} style={{ border: 0, margin: 0, padding: 0 }} aria-label={t`Keypad`}>
      <div className={classes.entry} aria-live="polite">
        <span className={classes.cut}>{line ? told[mode] : t`No line chosen`}</span>
        <strong>{entry}</strong>
        <button
          type="button"
          className={classes.textButton}
          style={{ minHeight: "1.5rem" }}
          disabled={!line}
          onClick={() => void nextUnit()}
        >
          <Trans>Unit</Trans>
        </button>
      </div>
      {keys.map((key) => {
        const own = MODES.find((one) => one === key);
        return own ? (
          <button
            key={key}
            type="button"
            className={classes.padKey}
            data-mode
            aria-pressed={mode === own}
            onClick={() => {
              setMode(own);
              setEntry("");
            }}
          >
            {labels[own]}
          </button>
        ) : (
          <button
            key={key}
            type="button"
            className={classes.padKey}
            disabled={!line}
            aria-label={key === "⌫" ? t`Delete last digit` : key}
            onClick={() => press(key)}
          >
            {key === "⌫" ? <IconBackspace aria-hidden /> : key}
          </button>
        );
      })}
    </fieldset>
  );
}
