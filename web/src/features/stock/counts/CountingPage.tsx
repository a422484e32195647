/**
 * Counting with one hand: scan or look for a product, tap the figure, on to the next. What was counted is saved product
 * by product, so that a lost connection or an empty battery costs one figure at most.
 */
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Button, Progress } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { AddLine, type Found } from "@/components/documents/AddLine";
import { useDocument } from "@/components/documents/DocumentPage";
import { useLocationName } from "@/components/documents/refs";
import { Notice, ProblemNotice } from "@/components/ui/Notice";
import { Page } from "@/components/ui/Page";
import { Waiting } from "@/components/ui/Waiting";
import { count as figure, quantity } from "@/lib/format";
import { allLines, COUNTS, type Count, type CountLine } from "./api";
import { CountCard } from "./CountCard";
import classes from "./Pad.module.css";

const SHOWN = 30;

export default function CountingPage() {
  const { t } = useLingui();
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const { data: count, error } = useDocument<Count>(COUNTS, id);
  const lines = useQuery({ queryKey: [COUNTS, id, "lines"], queryFn: ({ signal }) => allLines(id, signal) });
  const back = { to: `/stock/counts/${id}`, label: t`Count` };
  if (!count || !lines.data) {
    return (
      <Page title={t`Counting`} back={back}>
        {(error ?? lines.error) ? (
          <ProblemNotice error={error ?? lines.error} />
        ) : (
          <Waiting label={t`Loading the count`} />
        )}
      </Page>
    );
  }
  return (
    <Page title={t`Counting ${count.number}`} back={back}>
      <Counting count={count} lines={lines.data} />
    </Page>
  );
}

function Counting({ count, lines }: { count: Count; lines: CountLine[] }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const nameOf = useLocationName();
  const scan = useRef<HTMLInputElement>(null);
  const [current, setCurrent] = useState<{ product: string; sku: string; name: string }>();
  const [last, setLast] = useState<CountLine>();
  const counted = lines.filter((line) => line.counted_at);
  const open = lines.filter((line) => !line.counted_at);
  const done = figure(counted.length);
  const all = figure(lines.length);
  const choose = (product: Found) => {
    setLast(undefined);
    setCurrent({ product: product.id, sku: product.sku, name: product.name });
  };
  const saved = (line: CountLine) => {
    client.setQueryData<CountLine[]>([COUNTS, count.id, "lines"], (now = []) =>
      now.some((one) => one.id === line.id) ? now.map((one) => (one.id === line.id ? line : one)) : [...now, line],
    );
    void client.invalidateQueries({ queryKey: [COUNTS, count.id], exact: true });
    setLast(line);
    setCurrent(undefined);
    requestAnimationFrame(() => scan.current?.focus({ preventScroll: true }));
  };
  if (count.status !== "counting") {
    return (
      <Notice kind="info" actions={<Link to={`/stock/counts/${count.id}`}>{t`Open the count`}</Link>}>
        <Trans>This count is not open for counting.</Trans>
      </Notice>
    );
  }
  return (
    <div className={classes.page}>
      <div>
        <span className={classes.muted}>
          {nameOf(count.location)} ·{" "}
          <span role="status">
            <Trans>
              {done} of {all} counted
            </Trans>
          </span>
        </span>
        <Progress
          aria-label={t`Progress`}
          value={lines.length ? (counted.length / lines.length) * 100 : 0}
          mt={4}
          size="lg"
        />
      </div>
      <AddLine size="lg" inputRef={scan} label={t`Scan or type a product`} onAdd={choose} autoFocus />
      {current && (
        <CountCard
          key={current.product}
          count={count}
          product={current}
          line={lines.find((one) => one.product === current.product)}
          onSaved={saved}
          onCancel={() => setCurrent(undefined)}
        />
      )}
      {last && !current && <Last line={last} onAgain={() => setCurrent(asProduct(last))} />}
      {!current && (
        <>
          {open.length > 0 ? (
            <>
              <span className={classes.muted}>
                <Plural
                  value={open.length}
                  one="# product is still to be counted"
                  other="# products are still to be counted"
                />
              </span>
              <ul className={classes.list}>
                {open.slice(0, SHOWN).map((line) => (
                  <li key={line.id}>
                    <button type="button" className={classes.row} onClick={() => setCurrent(asProduct(line))}>
                      <span>{line.product_name}</span>
                      <span className={classes.muted}>{line.product_sku}</span>
                    </button>
                  </li>
                ))}
              </ul>
            </>
          ) : (
            <Notice kind="done">
              <Trans>All products are counted.</Trans>
            </Notice>
          )}
          <Button
            component={Link}
            to={`/stock/counts/${count.id}`}
            size="lg"
            variant={open.length ? "default" : "filled"}
          >
            <Trans>Finish counting</Trans>
          </Button>
          <span className={classes.muted}>
            <Trans>The stock changes only then: when the count is looked through and posted on the next page.</Trans>
          </span>
        </>
      )}
    </div>
  );
}

function asProduct(line: CountLine) {
  return { product: line.product, sku: line.product_sku, name: line.product_name };
}

function Last({ line, onAgain }: { line: CountLine; onAgain: () => void }) {
  const { t } = useLingui();
  const much = quantity(line.counted_quantity ?? "0");
  return (
    <Notice
      kind="done"
      actions={
        <Button size="sm" variant="default" onClick={onAgain}>
          {t`Change`}
        </Button>
      }
    >
      <Trans>
        {line.product_name}: {much} counted.
      </Trans>
    </Notice>
  );
}
