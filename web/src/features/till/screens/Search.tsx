/** Search as you type, exact codes, operators: a combobox whose list never takes the focus. */
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { IconCamera, IconSearch } from "@tabler/icons-react";
import {
  type KeyboardEvent,
  lazy,
  type RefObject,
  Suspense,
  useId,
  useLayoutEffect,
  useState,
  useSyncExternalStore,
} from "react";
import { Thumb } from "@/components/ui/Thumb";
import { contextOf } from "@/domain/cart";
import { pricedLine } from "@/domain/lines";
import { quantity as shown } from "@/lib/format";
import { type CatalogProduct, catalog } from "../local/catalog";
import { feed } from "../local/feed";
import { availableHere, meet } from "../local/memory";
import { addProduct } from "../state/acts";
import { cartFacts, get, now } from "../state/till";
import { parsed } from "./entry";
import { Finder, type SearchKey } from "./finder";
import classes from "./till.module.css";
import { useTillWords } from "./words";

const Camera = lazy(() => import("./Camera"));

interface Props {
  field: RefObject<HTMLInputElement | null>;
  text: string;
  quantity: string;
  onText: (text: string) => void;
  /** Enter on what is typed; true where that was something by itself. */
  onEntry: (text: string) => Promise<boolean>;
  /** Enter on words that nothing has. */
  onNone: (text: string) => Promise<void>;
  onPicked: () => void;
  onCode: (code: string) => void;
}

interface Hit {
  product: CatalogProduct;
  price: string | null;
  available: string | undefined;
}

export function Search({ field, text, quantity, onText, onEntry, onNone, onPicked, onCode }: Props) {
  const { t } = useLingui();
  const words = useTillWords();
  const list = useId();
  const [finder] = useState(() => new Finder<Hit>(found));
  const { hits, total, at, isSettled } = useSyncExternalStore(finder.listen, finder.get);
  const [camera, setCamera] = useState(false);
  const isSearch = text.trim() !== "" && parsed(text).kind === "text";

  // Before the next key can come: a key acts on what was found for the text that it was pressed on.
  useLayoutEffect(() => finder.look(isSearch ? text : ""), [finder, text, isSearch]);

  const pick = async (hit: Hit) => {
    onPicked();
    await addProduct(hit.product.id, { quantity });
    field.current?.focus();
  };
  const keys = (event: KeyboardEvent) => {
    if (event.key === "Escape" && text) onText("");
    else if (isFor(event, text, isSearch)) void finder.press(event.key, text, { entry: onEntry, pick, none: onNone });
    else return;
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
          aria-expanded={hits.length > 0}
          aria-controls={list}
          aria-autocomplete="list"
          aria-activedescendant={at >= 0 ? `${list}-${at}` : undefined}
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
          <ul
            id={list}
            role="listbox"
            aria-label={t`Products found`}
            className={classes.hits}
            hidden={!hits.length && (!isSettled || text.length < 2)}
          >
            {hits.map((hit, nth) => (
              <li
                key={hit.product.id}
                id={`${list}-${nth}`}
                role="option"
                tabIndex={-1}
                aria-selected={nth === at}
                className={classes.hit}
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => void pick(hit)}
              >
                <Thumb src={hit.product.picture} name={hit.product.name} className={classes.thumb} />
                <span style={{ minWidth: 0 }}>
                  <span className={classes.cut} style={{ display: "block" }}>
                    {hit.product.name}
                  </span>
                  <span className={classes.small}>
                    {hit.product.sku}
                    {hit.available !== undefined && ` · ${t`${shown(hit.available)} here`}`}
                  </span>
                </span>
                <span>{hit.price ? words.money(hit.price) : <span className={classes.small}>{t`no price`}</span>}</span>
              </li>
            ))}
            {total > hits.length && (
              <li
                role="option"
                aria-selected={false}
                tabIndex={-1}
                className={classes.hit}
                onMouseDown={(event) => event.preventDefault()}
                onClick={finder.lookForMore}
              >
                <span />
                <span>
                  <Plural value={total} one="# result" other="All # results" />
                </span>
              </li>
            )}
            {total === 0 && isSettled && (
              <li className={classes.hit} role="option" aria-selected={false} tabIndex={-1}>
                <span />
                <Trans>Nothing is called so. Try fewer letters, or scan it.</Trans>
              </li>
            )}
          </ul>
        )}
      </div>
      <button
        type="button"
        className={classes.big}
        style={{ minHeight: "3.5rem", width: "3.5rem" }}
        aria-label={t`Scan with the camera`}
        onClick={() => setCamera(true)}
      >
        <IconCamera aria-hidden />
      </button>
      {camera && (
        <Suspense>
          <Camera onCode={onCode} onClose={() => setCamera(false)} />
        </Suspense>
      )}
    </>
  );
}

/** Whether a key is the search's: arrows choose among hits, Enter takes. */
function isFor(event: KeyboardEvent, text: string, isSearch: boolean): event is KeyboardEvent & { key: SearchKey } {
  if (event.key === "Enter") return text !== "" && !event.repeat;
  return isSearch && (event.key === "ArrowDown" || event.key === "ArrowUp");
}

/** The best hits with their prices for this customer and what is there of them. */
async function found(text: string, limit: number): Promise<{ hits: Hit[]; total: number }> {
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
