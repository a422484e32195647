/** A code that nothing has is given to a product: found by name, then the unit that stands under the code. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Modal } from "@mantine/core";
import { type KeyboardEvent, useEffect, useLayoutEffect, useState, useSyncExternalStore } from "react";
import { ProblemNotice } from "@/components/ui/Notice";
import { useActKey } from "@/lib/keys";
import { type CatalogProduct, catalog } from "../local/catalog";
import { feed } from "../local/feed";
import { linkCode } from "../state/linking";
import { useTill } from "../state/till";
import { Finder } from "./finder";
import { beep } from "./sound";
import classes from "./till.module.css";

export function LinkCode({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useLingui();
  const code = useTill((state) => state.about);
  const [product, setProduct] = useState<CatalogProduct>();
  useEffect(() => {
    if (opened) setProduct(undefined);
  }, [opened]);
  return (
    <Modal opened={opened} onClose={onClose} returnFocus={false} title={t`Link ${code} to a product`}>
      {product ? (
        <Units code={code} product={product} onClose={onClose} onOther={() => setProduct(undefined)} />
      ) : (
        <Find onChoose={setProduct} />
      )}
    </Modal>
  );
}

async function found(text: string, most: number) {
  const { ids, total } = await feed.products(text, most);
  const rows = await catalog.products.bulkGet(ids);
  return { hits: rows.filter((row) => row !== undefined), total };
}

function Find({ onChoose }: { onChoose: (product: CatalogProduct) => void }) {
  const { t } = useLingui();
  const [text, setText] = useState("");
  const [finder] = useState(() => new Finder<CatalogProduct>(found));
  const { hits, at, total, isSettled } = useSyncExternalStore(finder.listen, finder.get);
  useLayoutEffect(() => finder.look(text.trim()), [finder, text]);
  const pick = async (product: CatalogProduct) => onChoose(product);
  const keys = (event: KeyboardEvent) => {
    const { key } = event;
    if (key !== "Enter" && key !== "ArrowDown" && key !== "ArrowUp") return;
    if (!event.repeat) void finder.press(key, text.trim(), { entry: async () => false, pick });
    event.preventDefault();
  };
  return (
    <div className={classes.stack}>
      <input
        className={`${classes.searchField} ${classes.plainField}`}
        aria-label={t`Name of the product`}
        placeholder={t`Name or number of the product`}
        autoComplete="off"
        data-autofocus
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={keys}
      />
      <ul className={classes.taken} aria-label={t`Products found`}>
        {hits.map((product, nth) => (
          <li key={product.id} className={classes.flat}>
            <button type="button" className={classes.line} aria-current={nth === at} onClick={() => onChoose(product)}>
              <span className={classes.cut}>{product.name}</span>
              <span className={classes.small}>{product.sku}</span>
            </button>
          </li>
        ))}
      </ul>
      {text.trim() && isSettled && total === 0 && (
        <p className={classes.small}>
          <Trans>Nothing found.</Trans>
        </p>
      )}
    </div>
  );
}

interface UnitsProps {
  code: string;
  product: CatalogProduct;
  onClose: () => void;
  onOther: () => void;
}

function Units({ code, product, onClose, onOther }: UnitsProps) {
  const unit = useTill((state) => state.memory?.unitCodes.get(product.unit) ?? "");
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const key = useActKey();
  const units = [{ id: null, name: unit }, ...product.packagings];
  const link = async (packaging: string | null) => {
    setBusy(true);
    setError(undefined);
    try {
      await linkCode(code, product.id, packaging, key({ code, product: product.id, packaging }));
      beep("added");
      onClose();
    } catch (refused) {
      setError(refused);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className={classes.stack}>
      {/* The focus is on what is asked, not on a button: a second Enter is no answer. */}
      <strong ref={(shown) => shown?.focus()} tabIndex={-1} className={classes.customerName}>
        {product.name}
      </strong>
      <ProblemNotice error={error} />
      <p className={classes.small}>
        <Trans>From now on this code adds the product to the sale, at every till. It is added to this sale now.</Trans>
      </p>
      {units.map(({ id, name }, at) => (
        <Button
          key={id ?? ""}
          size="lg"
          variant={at === 0 ? "filled" : "default"}
          disabled={busy}
          onClick={() => void link(id)}
        >
          {units.length === 1 ? <Trans>Link the code</Trans> : <Trans>Link the code to one {name}</Trans>}
        </Button>
      ))}
      <Button size="lg" variant="default" disabled={busy} onClick={onOther}>
        <Trans>Choose another product</Trans>
      </Button>
    </div>
  );
}
