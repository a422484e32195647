/** One request: asked, approved, ordered. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { send } from "@/components/documents/call";
import { DocumentPage } from "@/components/documents/DocumentPage";
import { isZero } from "@/components/documents/figures";
import { LinesTable } from "@/components/documents/LinesTable";
import { lineOf } from "@/components/documents/lines";
import { Written } from "@/components/documents/Written";
import { ProblemNotice } from "@/components/ui/Notice";
import { Section } from "@/components/ui/Page";
import { toast } from "@/components/ui/toast";
import type { Schemas } from "@/lib/api";
import { amount, quantity } from "@/lib/format";
import { useActKey } from "@/lib/keys";
import { useMay } from "@/lib/session";
import { PurchaseAside, Sources } from "../Aside";
import { usePriceCells, usePricedText } from "../cells";
import { ORDERS, REQUESTS, type Request } from "../kinds";
import { PurchaseForm } from "../PurchaseForm";
import { WithDoc } from "../WithDoc";

export default function RequestPage() {
  const { t } = useLingui();
  const back = { to: REQUESTS.home, label: t`Requests` };
  return (
    <WithDoc<Request> path={REQUESTS.path} title={t`Request`} back={back}>
      {(request) => <Shown request={request} back={back} />}
    </WithDoc>
  );
}

function Shown({ request, back }: { request: Request; back: { to: string; label: string } }) {
  const { t } = useLingui();
  const may = useMay();
  const client = useQueryClient();
  const navigate = useNavigate();
  const cells = usePriceCells();
  const text = usePricedText<Request["lines"][number]>(request.currency);
  const [isDirty, setDirty] = useState(false);
  const key = useActKey();
  const isOpen = request.lines.some((line) => !isZero(line.open_base_qty));
  const order = useMutation({
    mutationFn: () => send<Schemas["OrdersMade"]>("POST", `${REQUESTS.path}${request.id}/convert/`, key, {}),
    onSuccess: async ({ orders }) => {
      await client.invalidateQueries();
      const [only] = orders;
      await navigate({ to: only && orders.length === 1 ? `${ORDERS.home}/${only.id}` : ORDERS.home });
    },
  });
  const orders = [...new Set(request.lines.flatMap((line) => line.orders.map((link) => link.order)))];
  return (
    <DocumentPage
      kind={t`Request`}
      path={REQUESTS.path}
      doc={request}
      back={back}
      blocked={isDirty ? t`Save the changes first.` : undefined}
      actions={
        request.status === "approved" &&
        isOpen &&
        may("purchase.order") && (
          <Button loading={order.isPending} onClick={() => order.mutate()}>
            <Trans>Make orders</Trans>
          </Button>
        )
      }
      aside={
        <PurchaseAside
          doc={request}
          sources={
            <Sources
              title={t`Ordered by`}
              links={orders.map((id, at) => ({ to: `${ORDERS.home}/${id}`, label: t`Order ${String(at + 1)}` }))}
            />
          }
        />
      }
    >
      <ProblemNotice error={order.error} />
      {request.is_editable && may("purchase.request") ? (
        <Written doc={request} isDirty={isDirty}>
          {(now) => (
            <PurchaseForm<Request>
              path={REQUESTS.path}
              doc={now}
              lines={now.lines.map((line) => lineOf(cells, line, ["id", "tax_rate", "supplier"]))}
              cells={cells}
              act={<Trans>Save request</Trans>}
              onDirty={setDirty}
              onSaved={(saved) => toast(t`${saved.number} is saved.`)}
            />
          )}
        </Written>
      ) : (
        <Section title={t`Goods`}>
          <LinesTable
            label={t`Goods`}
            lines={request.lines}
            cells={[
              ...text,
              {
                id: "ordered",
                header: t`Ordered`,
                figure: true,
                cell: (line) => quantity(line.converted_base_qty, line.unit_code),
              },
            ]}
            totals={["", "", "", amount(request.net_amount, request.currency), ""]}
          />
        </Section>
      )}
    </DocumentPage>
  );
}
