/** Ways to say what labels are wanted for: a scan, a product by name, or all that a delivery brought. */

import { useLingui } from "@lingui/react/macro";
import { useMutation } from "@tanstack/react-query";
import Big from "big.js";
import { useState } from "react";
import { asQuery } from "@/components/list/state";
import { ProductPick } from "@/components/pick/ProductPick";
import { ProblemNotice } from "@/components/ui/Notice";
import { type Choice, Pick } from "@/components/ui/Pick";
import { ScanField } from "@/components/ui/ScanField";
import { answer, desk } from "@/lib/api";
import { date } from "@/lib/format";
import { useMay } from "@/lib/session";
import classes from "./labels.module.css";

interface Wanted {
  id: string;
  count: number;
}

async function scanned(code: string): Promise<Wanted[]> {
  const match = await answer(desk.GET("/api/products/lookup/", { params: { query: { code } } }));
  return [{ id: match.product.id, count: 1 }];
}

/** One label for each base unit that came; one for what is weighed. */
async function delivered(id: string): Promise<Wanted[]> {
  const delivery = await answer(desk.GET("/api/delivery-receipts/{id}/", { params: { path: { id } } }));
  return delivery.lines.map((line) => {
    const came = new Big(line.base_qty);
    return { id: line.product, count: came.eq(came.round(0)) ? Math.max(came.toNumber(), 1) : 1 };
  });
}

async function findDeliveries(search: string, signal: AbortSignal): Promise<Choice[]> {
  const query = { page_size: 20, ...(search ? { number: search } : {}) };
  const page = await answer(desk.GET("/api/delivery-receipts/", { params: { query: asQuery(query) }, signal }));
  return page.results.map((row) => ({
    value: row.id,
    label: `${row.number} · ${row.supplier_name ?? "-"} · ${date(row.document_date)}`,
  }));
}

export function AddToLabels({ onAdd }: { onAdd: (wanted: readonly Wanted[]) => void }) {
  const { t } = useLingui();
  const may = useMay();
  const [turn, setTurn] = useState(0);
  const add = useMutation({
    mutationFn: ({ kind, value }: { kind: "code" | "delivery"; value: string }) =>
      kind === "code" ? scanned(value) : delivered(value),
    onSuccess: onAdd,
  });
  return (
    <div className={classes.stack}>
      <ScanField
        label={t`Scan a product`}
        description={t`Each scan adds one label.`}
        onScan={(value) => add.mutate({ kind: "code", value })}
      />
      <ProductPick
        key={`product ${turn}`}
        label={t`Or find it by name`}
        value={null}
        onChange={(id) => {
          if (id) onAdd([{ id, count: 1 }]);
          setTurn(turn + 1);
        }}
      />
      {may("purchase.view") && (
        <Pick
          key={`delivery ${turn}`}
          kind="deliveries"
          label={t`Or all that a delivery brought`}
          value={null}
          load={findDeliveries}
          onChange={(value) => {
            if (value) add.mutate({ kind: "delivery", value });
            setTurn(turn + 1);
          }}
        />
      )}
      <ProblemNotice error={add.error} />
    </div>
  );
}
