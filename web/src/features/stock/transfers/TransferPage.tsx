/** One transfer: written, sent, received with its differences. */
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { DocumentPage, useDocument } from "@/components/documents/DocumentPage";
import { sum } from "@/components/documents/figures";
import { LinesTable, type TextCell } from "@/components/documents/LinesTable";
import { lineOf } from "@/components/documents/lines";
import { useLocationName } from "@/components/documents/refs";
import { Written } from "@/components/documents/Written";
import { ProblemNotice } from "@/components/ui/Notice";
import { Fact, Facts, Page, Section } from "@/components/ui/Page";
import { toast } from "@/components/ui/toast";
import { Waiting } from "@/components/ui/Waiting";
import { date, quantity } from "@/lib/format";
import { useMay } from "@/lib/session";
import { useReasons } from "../words";
import { TRANSFERS, type Transfer, type TransferLine } from "./api";
import { ReceivePanel } from "./ReceivePanel";
import { TransferForm, useTransferCells } from "./TransferForm";

export default function TransferPage() {
  const { t } = useLingui();
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const { data, error } = useDocument<Transfer>(TRANSFERS, id);
  if (!data) {
    return (
      <Page title={t`Transfer`} back={{ to: "/stock/transfers", label: t`Transfers` }}>
        {error ? <ProblemNotice error={error} /> : <Waiting label={t`Loading the transfer`} />}
      </Page>
    );
  }
  return <Shown transfer={data} />;
}

function Shown({ transfer }: { transfer: Transfer }) {
  const { t } = useLingui();
  const may = useMay();
  const nameOf = useLocationName();
  const cells = useTransferCells();
  const [isDirty, setDirty] = useState(false);
  const [receiving, setReceiving] = useState(false);
  const isUnderWay = ["dispatched", "partly_received"].includes(transfer.status);
  const from = nameOf(transfer.location);
  const to = nameOf(transfer.to_location);
  const total = quantity(sum(transfer.lines.map((line) => line.base_quantity)));
  const isDraft = transfer.status === "draft";
  const isWritten = transfer.is_editable && may("stock.transfer");
  const effect = (
    <Trans>
      Takes {total} from {from}. They are on their way until {to} receives them.
    </Trans>
  );
  return (
    <DocumentPage
      kind={t`Transfer`}
      path={TRANSFERS}
      doc={transfer}
      blocked={isDirty ? t`Save the changes first.` : undefined}
      back={{ to: "/stock/transfers", label: t`Transfers` }}
      quiet={isUnderWay}
      effect={(way) => (way.creates_inventory_movements ? effect : null)}
      ahead={isDraft && transfer.lines.length > 0 ? effect : undefined}
      actions={
        isUnderWay &&
        may("stock.transfer") &&
        !receiving && (
          <Button onClick={() => setReceiving(true)}>
            <Trans>Receive goods</Trans>
          </Button>
        )
      }
      aside={
        <Section title={t`Facts`}>
          <Facts>
            <Fact term={t({ message: "From", context: "where" })}>{from}</Fact>
            <Fact term={t`To`}>{to}</Fact>
            <Fact term={t`Date`}>{date(transfer.document_date)}</Fact>
            {!isWritten && transfer.notes && <Fact term={t`Note`}>{transfer.notes}</Fact>}
          </Facts>
        </Section>
      }
    >
      {isWritten ? (
        <Written doc={transfer} isDirty={isDirty}>
          {(now) => (
            <TransferForm
              transfer={now}
              lines={now.lines.map((line) => lineOf(cells, line))}
              onDirty={setDirty}
              onSaved={(saved) => toast(t`${saved.number} is saved.`)}
            />
          )}
        </Written>
      ) : (
        <>
          {receiving && isUnderWay && <ReceivePanel transfer={transfer} onDone={() => setReceiving(false)} />}
          <Goods transfer={transfer} />
        </>
      )}
    </DocumentPage>
  );
}

function Goods({ transfer }: { transfer: Transfer }) {
  const { t } = useLingui();
  const reasons: Record<string, string> = useReasons();
  const isSent = transfer.status !== "draft" && transfer.status !== "cancelled";
  const cells: TextCell<TransferLine>[] = [
    { id: "quantity", header: t`Sent`, figure: true, cell: (line) => quantity(line.base_quantity, line.unit_code) },
    ...(isSent
      ? [
          {
            id: "received",
            header: t`Arrived`,
            figure: true,
            cell: (line: TransferLine) => quantity(line.received_quantity, line.unit_code),
          },
          {
            id: "open",
            header: t`On its way`,
            figure: true,
            cell: (line: TransferLine) => quantity(line.open_quantity, line.unit_code),
          },
          {
            id: "lost",
            header: t`Lost`,
            figure: true,
            cell: (line: TransferLine) =>
              line.lost_quantity === "0"
                ? "0"
                : `${quantity(line.lost_quantity, line.unit_code)} · ${reasons[line.lost_reason] ?? line.lost_reason}`,
          },
        ]
      : []),
  ];
  const missing = transfer.lines.filter((line) => line.lost_quantity !== "0").length;
  return (
    <Section title={t`Goods`}>
      {missing > 0 && (
        <p>
          <Plural value={missing} one="# product did not arrive in full." other="# products did not arrive in full." />
        </p>
      )}
      <LinesTable label={t`Goods`} lines={transfer.lines} cells={cells} />
    </Section>
  );
}
