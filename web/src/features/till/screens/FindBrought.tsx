/** What was brought, found by its name or its code where it can't be scanned. */
import { useLingui } from "@lingui/react/macro";
import { IconSearch } from "@tabler/icons-react";
import { type KeyboardEvent, useId, useLayoutEffect, useState, useSyncExternalStore } from "react";
import type { CatalogProduct } from "../local/catalog";
import { addBrought, findBrought, scanBrought } from "../state/brought";
import { Finder, type SearchKey } from "./finder";
import { beep } from "./sound";
import classes from "./till.module.css";

const KEYS: readonly string[] = ["Enter", "ArrowDown", "ArrowUp"];

export function FindBrought() {
  const { t } = useLingui();
  const list = useId();
  const [text, setText] = useState("");
  const [finder] = useState(() => new Finder<CatalogProduct>(findBrought));
  const { hits, at, isSettled } = useSyncExternalStore(finder.listen, finder.get);
  useLayoutEffect(() => finder.look(text.trim()), [finder, text]);
  const pick = async (product: CatalogProduct) => {
    addBrought(product);
    beep("added");
    setText("");
  };
  const entry = async (code: string) => {
    const isThere = await scanBrought(code);
    if (isThere) setText("");
    return isThere;
  };
  const press = (event: KeyboardEvent) => {
    if (!KEYS.includes(event.key) || !text.trim()) return;
    event.preventDefault();
    void finder.press(event.key as SearchKey, text.trim(), { entry, pick, none: async () => beep("unknown") });
  };
  return (
    <div className={classes.searchWrap}>
      <IconSearch className={classes.searchIcon} aria-hidden />
      <input
        className={classes.searchField}
        role="combobox"
        aria-label={t`Find what was brought`}
        aria-expanded={hits.length > 0}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={at >= 0 ? `${list}-${at}` : undefined}
        placeholder={t`Scan or type a name`}
        autoComplete="off"
        spellCheck={false}
        autoFocus
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={press}
      />
      <ul
        id={list}
        role="listbox"
        aria-label={t`Products found`}
        className={classes.hits}
        hidden={!text.trim() || (!hits.length && !isSettled)}
      >
        {hits.map((product, nth) => (
          <li
            key={product.id}
            id={`${list}-${nth}`}
            role="option"
            tabIndex={-1}
            className={classes.hit}
            aria-selected={nth === at}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => void pick(product)}
            onKeyDown={press}
          >
            <span className={classes.offer}>
              {product.name}
              <span className={classes.small}>{product.sku}</span>
            </span>
          </li>
        ))}
        {isSettled && !hits.length && (
          <li role="presentation" className={classes.small}>
            {t`Nothing found. Try fewer letters, or scan it.`}
          </li>
        )}
      </ul>
    </div>
  );
}
