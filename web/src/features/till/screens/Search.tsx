/** Search as you type, exact codes, operators: a combobox whose list never takes the focus. */
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { IconCamera, IconSearch } from "@tabler/icons-react";
import { type KeyboardEvent, lazy, type RefObject, Suspense, useEffect, useId, useState } from "react";
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
import classes from "./till.module.css";
import { useTillWords } from "./words";

const Camera = lazy(() => import("./Camera"));
const ROWS = 8;

interface Props {
  field: RefObject<HTMLInputElement | null>;
  text: string;
  quantity: string;
  onText: (text: string) => void;
  /** Enter on what is typed; true where that was something by itself. */
  onEntry: (text: string) => Promise<boolean>;
  onPicked: () => void;
  onCode: (code: string) => void;
}

interface Hit {
  product: CatalogProduct;
  price: string | null;
  available: string | undefined;
}

export function Search({ field, text, quantity, onText, onEntry, onPicked, onCode }: Props) {
  const { t } = useLingui();
  const words = useTillWords();
  const list = useId();
  const [hits, setHits] = useState<Hit[]>([]);
  const [total, setTotal] = useState(0);
  const [at, setAt] = useState(-1);
  const [most, setMost] = useState(ROWS);
  const [camera, setCamera] = useState(false);
  const isSearch = text.trim() !== "" && parsed(text).kind === "text";

  useEffect(() => {
    if (!isSearch) {
      setHits([]);
      setTotal(0);
      setAt(-1);
      setMost(ROWS);
      return;
    }
    let alive = true;
    void found(text, most).then((result) => {
      if (!alive) return;
      setHits(result.hits);
      setTotal(result.total);
      setAt(-1);
    });
    return () => {
      alive = false;
    };
  }, [text, most, isSearch]);

  const pick = async (hit: Hit) => {
    onPicked();
    await addProduct(hit.product.id, quantity);
    field.current?.focus();
  };
  const enter = async () => {
    const chosen = at >= 0 ? hits[at] : undefined;
    if (chosen) return pick(chosen);
    if (await onEntry(text)) return;
    if (total === 1 && hits[0]) await pick(hits[0]);
    else if (hits.length) setAt(0);
  };
  const keys = (event: KeyboardEvent) => {
    if (event.key === "Enter" && text && !event.repeat) void enter();
    else if (event.key === "ArrowDown" && hits.length) setAt((now) => Math.min(now + 1, hits.length - 1));
    else if (event.key === "ArrowUp" && hits.length) setAt((now) => Math.max(now - 1, 0));
    else if (event.key === "Escape" && text) onText("");
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
            hidden={!hits.length && total === 0 && text.length < 2}
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
                onClick={() => setMost(50)}
              >
                <span />
                <span>
                  <Plural value={total} one="# result" other="All # results" />
                </span>
              </li>
            )}
            {total === 0 && (
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
