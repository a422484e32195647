/** The product in hand: its figure by the pad, or its serial numbers one by one. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Group, Textarea } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { plain, sum } from "@/components/documents/figures";
import { productQuery } from "@/components/documents/refs";
import { Notice, ProblemNotice } from "@/components/ui/Notice";
import { quantity } from "@/lib/format";
import { useActKey } from "@/lib/keys";
import { type Count, type CountLine, countLine } from "./api";
import { Pad } from "./Pad";
import classes from "./Pad.module.css";

interface Props {
  count: Count;
  product: { product: string; sku: string; name: string };
  line: CountLine | undefined;
  onSaved: (line: CountLine) => void;
  onCancel: () => void;
}

export function CountCard({ count, product, line, onSaved, onCancel }: Props) {
  const { t } = useLingui();
  const { data: detail } = useQuery(productQuery(product.product));
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState("");
  const [serials, setSerials] = useState((line?.serials as string[] | null)?.join("\n") ?? "");
  const key = useActKey();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  useEffect(() => input.current?.focus({ preventScroll: true }), []);
  const before = line?.counted_at ? (line.counted_quantity ?? undefined) : undefined;
  const unit = detail?.unit_code ?? "";
  const save = async (told: { quantity: string } | { serials: string[] }) => {
    if (busy) return;
    setBusy(true);
    setError(undefined);
    try {
      const named = line ? { line: line.id } : { product: product.product };
      const [saved] = await countLine(count.id, key, { ...named, ...told });
      key.done();
      if (saved) onSaved(saved);
    } catch (refused) {
      setError(refused);
    } finally {
      setBusy(false);
    }
  };
  const much = plain(typed);
  const added = much && before ? sum([before, much]) : undefined;
  const pieces = serials.split(/[\s,;]+/).filter(Boolean);
  const wasCounted = before === undefined ? "" : quantity(before, unit);
  const isSerial = detail?.tracks_serials === true;
  return (
    <section className={classes.card} aria-label={product.name}>
      <div>
        <div className={classes.name}>{product.name}</div>
        <span className={classes.muted}>
          {product.sku}
          {line?.expected_quantity != null && ` · ${t`The books say ${quantity(line.expected_quantity, unit)}`}`}
        </span>
      </div>
      {!line && (
        <Notice kind="warning">
          <Trans>This product was not on the list of this count. It is added with its figure.</Trans>
        </Notice>
      )}
      {before !== undefined && (
        <Notice kind="info">
          <Trans>Counted before: {wasCounted}. Replace it, or add what you found elsewhere.</Trans>
        </Notice>
      )}
      {isSerial ? (
        <Textarea
          label={t`Serial numbers, one a line`}
          value={serials}
          autosize
          minRows={4}
          size="md"
          onChange={(event) => setSerials(event.currentTarget.value)}
        />
      ) : (
        <Pad
          label={t`Counted of ${product.name}`}
          value={typed}
          onChange={setTyped}
          inputRef={input}
          onEnter={() => much !== undefined && save({ quantity: much })}
        />
      )}
      <ProblemNotice error={error} />
      {isSerial ? (
        <Button size="xl" loading={busy} onClick={() => save({ serials: pieces })}>
          {t`Save ${quantity(String(pieces.length), unit)}`}
        </Button>
      ) : (
        <>
          <Button
            size="xl"
            loading={busy}
            disabled={much === undefined}
            onClick={() => much !== undefined && save({ quantity: much })}
          >
            {much === undefined ? t`Save count` : t`Save ${quantity(much, unit)}`}
          </Button>
          {added && (
            <Button size="lg" variant="default" loading={busy} onClick={() => save({ quantity: added })}>
              {t`Add: ${quantity(added, unit)} in all`}
            </Button>
          )}
        </>
      )}
      <Group>
        <Button variant="subtle" size="lg" fullWidth onClick={onCancel}>
          <Trans>Another product</Trans>
        </Button>
      </Group>
    </section>
  );
}
