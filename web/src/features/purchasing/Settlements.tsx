/** What a payment or a credit note settles, settling the rest of it, and taking it back. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { read, send } from "@/components/documents/call";
import { isZero } from "@/components/documents/figures";
import { LinesTable } from "@/components/documents/LinesTable";
import { Ask } from "@/components/ui/Ask";
import { EmptyState } from "@/components/ui/EmptyState";
import { Notice, ProblemNotice } from "@/components/ui/Notice";
import { Section } from "@/components/ui/Page";
import { toast } from "@/components/ui/toast";
import type { Schemas } from "@/lib/api";
import { dateTime, money } from "@/lib/format";
import { useActKey } from "@/lib/keys";
import { useMay } from "@/lib/session";
import { INVOICES } from "./kinds";
import { allocationsOf, OpenInvoices, type Settled, useOpenInvoices } from "./OpenInvoices";

export interface Settling {
  id: string;
  number: string;
  supplier: string;
  currency: string;
  open_amount: string;
  reversed_at?: string | null;
  reversal_reason?: string;
}

export function Settlements({ path, doc }: { path: string; doc: Settling }) {
  const { t } = useLingui();
  const may = useMay();
  const client = useQueryClient();
  const key = useActKey();
  const [settled, setSettled] = useState<Settled>({});
  const invoices = useOpenInvoices(doc.supplier);
  const { data: allocations = [] } = useQuery({
    queryKey: [path, doc.id, "allocations"],
    queryFn: ({ signal }) => read<Schemas["Allocation"][]>(`${path}${doc.id}/allocations/`, {}, signal),
  });
  const settle = useMutation({
    mutationFn: () =>
      send<Settling>("POST", `${path}${doc.id}/allocate/`, key, {
        ...(allocationsOf(settled).length > 0 && { allocations: allocationsOf(settled) }),
      }),
    onSuccess: async () => {
      key.done();
      setSettled({});
      await client.invalidateQueries();
      toast(t`Invoices are settled.`);
    },
  });
  const isOpen = !isZero(doc.open_amount) && !doc.reversed_at;
  const rows = allocations.map((one) => ({ ...one, product_name: one.debit_reference, product_sku: "" }));
  return (
    <>
      {doc.reversed_at && (
        <Notice kind="warning">
          <Trans>Taken back: {doc.reversal_reason}. What it settled is open again.</Trans>
        </Notice>
      )}
      <Section title={t`What it settles`}>
        {rows.length === 0 ? (
          <EmptyState title={t`It settles nothing now`} />
        ) : (
          <LinesTable
            label={t`What it settles`}
            first={t`Invoice`}
            lines={rows}
            to={(row) => `${INVOICES.home}/${row.debit}`}
            cells={[
              { id: "at", header: t`When`, cell: (row) => dateTime(row.occurred_at) },
              { id: "amount", header: t`Amount`, figure: true, cell: (row) => money(row.amount, row.currency) },
            ]}
          />
        )}
      </Section>
      {isOpen && may("supplier.pay") && (
        <Section title={t`Settle what is left: ${money(doc.open_amount, doc.currency)}`}>
          <OpenInvoices invoices={invoices} settled={settled} onChange={setSettled} />
          <ProblemNotice error={settle.error} />
          {invoices.length > 0 && (
            <Button mt="md" loading={settle.isPending} onClick={() => settle.mutate()}>
              {allocationsOf(settled).length > 0 ? t`Settle these` : t`Settle the oldest first`}
            </Button>
          )}
        </Section>
      )}
    </>
  );
}

/** Takes a payment or a credit note back, with a reason. */
export function ReverseButton({ path, doc }: { path: string; doc: Settling }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const [opened, setOpened] = useState(false);
  const [reason, setReason] = useState("");
  const key = useActKey();
  const reverse = useMutation({
    mutationFn: () => send<Settling>("POST", `${path}${doc.id}/reverse/`, key, { reason: reason.trim() }),
    onSuccess: async (saved) => {
      client.setQueryData([path, doc.id], saved);
      await client.invalidateQueries();
      setOpened(false);
    },
  });
  if (doc.reversed_at) return null;
  return (
    <>
      <Button variant="default" onClick={() => setOpened(true)}>
        <Trans>Take back</Trans>
      </Button>
      <Ask
        opened={opened}
        dangerous
        title={t`Take ${doc.number} back?`}
        act={t`Take back`}
        keep={t`Keep it`}
        busy={reverse.isPending}
        error={reverse.error}
        onAct={() => reverse.mutate()}
        onKeep={() => setOpened(false)}
      >
        <TextInput label={t`Reason`} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
      </Ask>
    </>
  );
}
