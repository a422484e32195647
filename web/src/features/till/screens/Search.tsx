/** Search as you type, exact codes, operators: a combobox whose list never takes the focus. */
import { Plural, useLingui } from "@lingui/react/macro";
import { IconCamera, IconSearch } from "@tabler/icons-react";
import {
  type KeyboardEvent,
  type MouseEvent,
  type RefObject,
  Suspense,
  useCallback,
  useId,
  useLayoutEffect,
  useState,
  useSyncExternalStore,
} from "react";
import { Thumb } from "@/components/ui/Thumb";
import { contextOf } from "@/domain/cart";
import { pricedLine } from "@/domain/lines";
import { quantity as figure } from "@/lib/format";
import { later } from "@/lib/patiently";
import { type CatalogProduct, catalog } from "../local/catalog";
import { feed } from "../local/feed";
import { availableHere, meet } from "../local/memory";
import { addProduct } from "../state/acts";
import { cartFacts, get, now } from "../state/till";
import { parsed } from "./entry";
import { Finder, type SearchKey, type Shown } from "./finder";
import { OnItsWay } from "./Later";
import type { Offer } from "./prefixed";
import classes from "./till.module.css";
import type { Typing } from "./typing";
import { useTillWords } from "./words";

const Camera = later(() => import("./Camera"));

interface Props extends Typing {
  field: RefObject<HTMLInputElement | null>;
}

interface Goods {
  product: CatalogProduct;
  price: string | null;
  available: string | undefined;
}

type Hit = Goods | Offer;

export function Search({ field, text, quantity, onText, onEntry, onNone, onPicked, onCode, clear }: Props) {
  const { t } = useLingui();
  const list = useId();
  const [finder] = useState(() => new Finder<Hit>(found));
  const shown = useSyncExternalStore(finder.listen, finder.get);
  const { kind } = parsed(text);
  const isSearch = text.trim() !== "" && (kind === "text" || kind === "prefix");

  // Before the next key can come: a key acts on what was found for the text that it was pressed on.
  useLayoutEffect(() => finder.look(isSearch ? text : ""), [finder, text, isSearch]);

  const pick = async (hit: Hit) => {
    if ("run" in hit) {
      clear();
      return hit.run();
    }
    onPicked();
    await addProduct(hit.product.id, { quantity });
    field.current?.focus();
  };
  const keys = (event: KeyboardEvent) => {
    if (!isFor(event, text, isSearch)) return;
    void finder.press(event.key, text, { entry: onEntry, pick, none: onNone });
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <>
      <div className={classes.searchWrap}>
        <IconSearch className={classes.searchIcon} aria-hidden />
        <input
          ref={field}
          className={classes.searchField}
          role="combobox"
          aria-label={t`Find a product`}
          aria-expanded={shown.hits.length > 0}
          aria-controls={list}
          aria-autocomplete="list"
          aria-activedescendant={shown.at >= 0 ? `${list}-${shown.at}` : undefined}
          placeholder={t`Scan or type a name`}
          autoComplete="off"
          spellCheck={false}
          autoFocus
          value={text}
          onChange={(event) => onText(event.currentTarget.value)}
          onKeyDown={keys}
        />
        <span className={`${classes.hint} ${classes.keyHint}`}>{quantity === "1" ? "F2" : `${quantity} ×`}</span>
        {isSearch && (
          <Hits
            id={list}
            {...shown}
            name={kind === "prefix" ? t`Found` : t`Products found`}
            none={kind === "prefix" ? t`Nothing found.` : t`Nothing found. Try fewer letters, or scan it.`}
            isQuiet={text.length < 2}
            onPick={(hit) => void pick(hit)}
            onMore={finder.lookForMore}
          />
        )}
      </div>
      <CameraButton onCode={onCode} />
    </>
  );
}

function CameraButton({ onCode }: Pick<Props, "onCode">) {
  const { t } = useLingui();
  const [isOpen, setOpen] = useState(false);
  const close = useCallback(() => setOpen(false), []);
  return (
    <>
      <button
        type="button"
        className={classes.big}
        style={{ minHeight: "3.5rem", width: "3.5rem" }}
        aria-label={t`Scan with the camera`}
        onClick={() => setOpen(true)}
      >
        <IconCamera aria-hidden />
      </button>
      {isOpen && (
        <Suspense fallback={<OnItsWay onClose={close} />}>
          <Camera onCode={onCode} onClose={close} />
        </Suspense>
      )}
    </>
  );
}

interface HitsProps extends Shown<Hit> {
  id: string;
  name: string;
  /** What is said where nothing was found. */
  none: string;
  /** Nothing is said yet where nothing was found. */
  isQuiet: boolean;
  onPick: (hit: Hit) => void;
  onMore: () => void;
}

/** The list never takes the focus. */
function Hits({ id, name, none, hits, total, at, isSettled, isQuiet, onPick, onMore }: HitsProps) {
  const row = {
    role: "option",
    tabIndex: -1,
    className: classes.hit,
    onMouseDown: (event: MouseEvent) => event.preventDefault(),
  };
  return (
    <ul
      id={id}
      role="listbox"
      aria-label={name}
      className={classes.hits}
      hidden={!hits.length && (!isSettled || isQuiet)}
    >
      {hits.map((hit, nth) => (
        <li
          {...row}
          key={"run" in hit ? hit.id : hit.product.id}
          id={`${id}-${nth}`}
          ref={nth === at ? intoView : undefined}
          aria-selected={nth === at}
          onClick={() => onPick(hit)}
        >
          {"run" in hit ? <Offered offer={hit} /> : <Found goods={hit} />}
        </li>
      ))}
      {total > hits.length && (
        <li {...row} aria-selected={false} onClick={onMore}>
          <span />
          <span>
            <Plural value={total} one="# result" other="All # results" />
          </span>
        </li>
      )}
      {total === 0 && isSettled && (
        <li {...row} aria-selected={false}>
          <span />
          {none}
        </li>
      )}
    </ul>
  );
}

const intoView = (row: HTMLElement | null) => row?.scrollIntoView({ block: "nearest" });

function Found({ goods: { product, price, available } }: { goods: Goods }) {
  const { t } = useLingui();
  const words = useTillWords();
  return (
    <>
      <Thumb src={product.picture} name={product.name} className={classes.thumb} />
      <span style={{ minWidth: 0 }}>
        <span className={classes.cut} style={{ display: "block" }}>
          {product.name}
        </span>
        <span className={classes.small}>
          {product.sku}
          {available !== undefined && ` · ${t`${figure(available)} here`}`}
        </span>
      </span>
      <span>{price ? words.money(price) : <span className={classes.small}>{t`no price`}</span>}</span>
    </>
  );
}

function Offered({ offer: { name, note, end } }: { offer: Offer }) {
  return (
    <>
      <span className={classes.offer}>
        {name}
        {note && <span className={classes.small}>{note}</span>}
      </span>
      <span className={classes.small}>{end}</span>
    </>
  );
}

/** Whether a key is the search's: arrows choose among hits, Enter takes. */
function isFor(event: KeyboardEvent, text: string, isSearch: boolean): event is KeyboardEvent & { key: SearchKey } {
  if (event.key === "Enter") return text !== "" && !event.repeat && !event.ctrlKey;
  return isSearch && (event.key === "ArrowDown" || event.key === "ArrowUp");
}

/** The best hits with their prices for this customer and what is there of them. */
async function found(text: string, limit: number): Promise<{ hits: Hit[]; total: number }> {
  const entry = parsed(text);
  if (entry.kind === "prefix") return (await import("./prefixed")).offered(entry.prefix, entry.rest, limit);
  const { memory, cart } = get();
  const result = await feed.products(text, limit);
  if (!memory) return { hits: [], total: 0 };
  const products = (await catalog.products.bulkGet(result.ids)).filter((product) => product !== undefined);
  await meet(
    memory,
    products.map((product) => product.id),
  );
  const context = contextOf(memory, cartFacts(cart), now(), new Set());
  const hits = await Promise.all(
    products.map(async (product) => ({
      product,
      price: priceOf(context, product),
      available: await availableHere(memory, product.id, cart.draft, now()),
    })),
  );
  return { hits, total: result.total };
}

function priceOf(context: ReturnType<typeof contextOf>, product: CatalogProduct): string | null {
  try {
    const line = pricedLine(context, { id: "", product: product.id, quantity: "1" }, 1);
    return line.unitPrice.toString();
  } catch {
    return null; // it has none, or is not sold
  }
}
