/** One sale that a till made offline: its receipt, what was noted, and the ways to close it. */
import { useLingui as useCatalog } from "@lingui/react";
import { Trans, useLingui } from "@lingui/react/macro";
import { Anchor, Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { Differences } from "@/components/offline/Differences";
import { adviceText, flagText } from "@/components/offline/words";
import { Notice, ProblemNotice } from "@/components/ui/Notice";
import { Fact, Facts, Page, Section, TwoColumns } from "@/components/ui/Page";
import { SimpleTable } from "@/components/ui/SimpleTable";
import { StatusBadge } from "@/components/ui/StatusBadge";
import { toast } from "@/components/ui/toast";
import { Waiting } from "@/components/ui/Waiting";
import { dateTime, money, price, quantity } from "@/lib/format";
import { useActKey } from "@/lib/keys";
import { useLocationName, useMemberName } from "@/lib/names";
import { useCurrency, useMay } from "@/lib/session";
import { AREA, bookAgain, differencesOf, type OfflineDetail, offlineQuery, receiptOf, useTillName } from "./api";
import { SettleDialog } from "./SettleDialog";
import { STATES } from "./words";

export default function OfflineSalePage() {
  const { t } = useLingui();
  const { i18n } = useCatalog();
  const { id } = useParams({ strict: false }) as { id: string };
  const { data: row, error } = useQuery(offlineQuery(id));
  const back = { to: "/activity/offline", label: t`Offline sales` };
  if (!row) {
    return (
      <Page title={t`Offline sale`} back={back}>
        <ProblemNotice error={error} />
        {!error && <Waiting label={t`Loading the sale`} />}
      </Page>
    );
  }
  const state = STATES[row.state];
  return (
    <Page
      title={row.receipt_number || t`Without number`}
      beside={<StatusBadge tone={state.tone}>{i18n._(state.words)}</StatusBadge>}
      back={back}
      actions={<Acts row={row} />}
    >
      <Told row={row} />
      <TwoColumns aside={<About row={row} />}>
        <WhatDiffers row={row} />
        <Receipt row={row} />
      </TwoColumns>
    </Page>
  );
}

/** Booking again is for what could not be booked; closing it with a note for all that somebody is to look at. */
function Acts({ row }: { row: OfflineDetail }) {
  const { t } = useLingui();
  const cache = useQueryClient();
  const key = useActKey();
  const [settling, setSettling] = useState(false);
  const again = useMutation({
    mutationFn: () => bookAgain(row.id, key(row)),
    onSuccess: (told) => {
      cache.invalidateQueries({ queryKey: [AREA] });
      if (told.state !== "NEEDS_REVIEW") toast(t`It is booked.`);
    },
  });
  const open = row.state === "NEEDS_REVIEW";
  if (!open && !(row.state === "ACCEPTED_WITH_NOTE" && !row.note)) return null;
  return (
    <>
      <ProblemNotice error={again.error} />
      {open && (
        <Button variant="default" loading={again.isPending} onClick={() => again.mutate()}>
          <Trans>Book again</Trans>
        </Button>
      )}
      <Button onClick={() => setSettling(true)}>{open ? t`Settle by hand` : t`Mark as reviewed`}</Button>
      {settling && <SettleDialog row={row} onDone={() => setSettling(false)} />}
    </>
  );
}

function WhatDiffers({ row }: { row: OfflineDetail }) {
  const { t } = useLingui();
  const currency = useCurrency();
  const rows = differencesOf(row);
  if (rows.length === 0) return null;
  return (
    <Section title={t`What differs`}>
      <Differences rows={rows} currency={currency} />
    </Section>
  );
}

function Told({ row }: { row: OfflineDetail }) {
  const advice = adviceText(row.code);
  return (
    <>
      {row.code && (
        <Notice kind={row.state === "SETTLED" ? "info" : "danger"} note={row.code}>
          {row.detail} {row.state === "NEEDS_REVIEW" && advice}
        </Notice>
      )}
      {row.flags.length > 0 && (
        <Notice kind="warning">
          <ul style={{ margin: 0, paddingInlineStart: "1.25rem" }}>
            {row.flags.map((flag) => (
              <li key={flag}>{flagText(flag)}</li>
            ))}
          </ul>
        </Notice>
      )}
    </>
  );
}

function About({ row }: { row: OfflineDetail }) {
  const { t } = useLingui();
  const currency = useCurrency();
  const place = useLocationName();
  const till = useTillName();
  const person = useMemberName();
  const may = useMay();
  return (
    <Section title={t`About this sale`}>
      <Facts>
        <Fact term={t`Total`}>{row.total_amount ? money(row.total_amount, currency) : null}</Fact>
        <Fact term={t`Sold`}>{row.occurred_at ? dateTime(row.occurred_at) : null}</Fact>
        <Fact term={t({ message: "Came in", context: "an offline sale" })}>{dateTime(row.received_at)}</Fact>
        <Fact term={t`How`}>{row.came_in_file ? t`In a file` : t`By itself`}</Fact>
        <Fact term={t`Till`}>{till(row.terminal)}</Fact>
        <Fact term={t`Number in its queue`}>{row.sequence}</Fact>
        <Fact term={t`Where`}>{place(row.location)}</Fact>
        {row.reviewed_at && (
          <Fact term={t`Reviewed`}>{`${person(row.reviewed_by)}, ${dateTime(row.reviewed_at)}`}</Fact>
        )}
        {row.note && <Fact term={t`Note`}>{row.note}</Fact>}
        {row.sale && may("sale.view") && (
          <Fact term={t`In the books`}>
            <Anchor component={Link} to={`/sales/${row.sale}`}>
              <Trans>Open the sale</Trans>
            </Anchor>
          </Fact>
        )}
      </Facts>
    </Section>
  );
}

function Receipt({ row }: { row: OfflineDetail }) {
  const { t } = useLingui();
  const receipt = receiptOf(row);
  if (!receipt) {
    return (
      <Section title={t`Receipt`}>
        <Trans>What the till sent can't be read as a receipt.</Trans>
      </Section>
    );
  }
  return (
    <Section title={t`Receipt as it was printed`}>
      <SimpleTable
        label={t`Receipt as it was printed`}
        head={[
          { label: t`Product` },
          { label: t`Quantity`, figure: true },
          { label: t`Unit price`, figure: true },
          { label: t`Total`, figure: true },
        ]}
        rows={receipt.lines.map((line, at) => ({
          key: String(at),
          cells: [
            line.name || t`Line ${at + 1}`,
            line.quantity ? quantity(line.quantity) : "-",
            line.unit_price ? price(line.unit_price, receipt.currency) : "-",
            line.gross ? money(line.gross, receipt.currency) : "-",
          ],
        }))}
      />
    </Section>
  );
}
