/** One count: how far it is, what differs, and posting it. */
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Button, Checkbox } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { read } from "@/components/documents/call";
import { DocumentPage, useDocument } from "@/components/documents/DocumentPage";
import { useLocationName } from "@/components/documents/refs";
import { ProblemNotice } from "@/components/ui/Notice";
import { Fact, Facts, Figure, Figures, Page, Section } from "@/components/ui/Page";
import { Waiting } from "@/components/ui/Waiting";
import { dateTime, count as figure, money } from "@/lib/format";
import { asProblem } from "@/lib/problem";
import { useCurrency, useMay } from "@/lib/session";
import { COUNTS, type Count, type Differences } from "./api";
import { DifferencesTable } from "./DifferencesTable";

export default function CountPage() {
  const { t } = useLingui();
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const { data, error } = useDocument<Count>(COUNTS, id);
  if (!data) {
    return (
      <Page title={t`Count`} back={{ to: "/stock/counts", label: t`Counts` }}>
        {error ? <ProblemNotice error={error} /> : <Waiting label={t`Loading the count`} />}
      </Page>
    );
  }
  return <Shown count={data} />;
}

function Shown({ count }: { count: Count }) {
  const { t } = useLingui();
  const may = useMay();
  const client = useQueryClient();
  const currency = useCurrency();
  const nameOf = useLocationName();
  const [asZero, setAsZero] = useState(false);
  const isCounting = count.status === "counting";
  const found = useQuery({
    queryKey: [COUNTS, count.id, "differences", count.status, count.counted_count],
    queryFn: ({ signal }) => read<Differences>(`${COUNTS}${count.id}/differences/`, {}, signal),
    enabled: count.status !== "draft" && may("stock.count"),
  });
  const isHidden = found.error !== null && asProblem(found.error).code === "PERMISSION_DENIED";
  const uncounted = count.line_count - count.counted_count;
  const lines = found.data?.lines.length ?? 0;
  const hasValues = found.data?.net_value !== undefined;
  const net = hasValues ? money(found.data?.net_value ?? "0", currency) : "";
  const effect = isCounting && found.data && (
    <>
      <Plural value={lines} one="Corrects the stock of # product" other="Corrects the stock of # products" />
      {hasValues && (
        <>
          {" "}
          <Trans>by {net}</Trans>
        </>
      )}
      {uncounted > 0 && (
        <>
          {". "}
          <Plural
            value={uncounted}
            one="# product is not counted and stays as it is."
            other="# products are not counted and stay as they are."
          />
        </>
      )}
    </>
  );
  return (
    <DocumentPage
      kind={t`Count`}
      path={COUNTS}
      doc={count}
      back={{ to: "/stock/counts", label: t`Counts` }}
      quiet={isCounting && uncounted > 0}
      effect={(way) => (way.creates_inventory_movements ? <p>{effect}</p> : null)}
      ahead={effect || undefined}
      facts={isCounting && asZero ? { uncounted_as_zero: true } : undefined}
      factsInput={
        isCounting && uncounted > 0 ? (
          <Checkbox
            label={t`What was not counted is not there`}
            checked={asZero}
            onChange={(event) => setAsZero(event.currentTarget.checked)}
          />
        ) : undefined
      }
      onStepped={() => client.invalidateQueries({ queryKey: [COUNTS, count.id] })}
      actions={
        isCounting &&
        may("stock.count") && (
          <Button
            component={Link}
            to={`/stock/counts/${count.id}/count`}
            variant={uncounted > 0 ? "filled" : "default"}
          >
            <Trans>Go on counting</Trans>
          </Button>
        )
      }
      aside={
        <Section title={t`Facts`}>
          <Facts>
            <Fact term={t`Place`}>{nameOf(count.location)}</Fact>
            <Fact term={t`Started`}>{count.started_at ? dateTime(count.started_at) : "-"}</Fact>
            <Fact term={t`Blind`}>{count.is_blind ? t`Yes` : t`No`}</Fact>
          </Facts>
        </Section>
      }
    >
      <Figures>
        <Figure label={t`Counted`} value={t`${figure(count.counted_count)} of ${figure(count.line_count)}`} />
        {found.data && <Figure label={t`Different`} value={figure(lines)} />}
        {found.data && hasValues && (
          <>
            <Figure label={t`Too much`} value={money(found.data.surplus_value, currency)} />
            <Figure label={t`Missing`} value={money(found.data.shortage_value, currency)} />
          </>
        )}
      </Figures>
      {isHidden && (
        <Section title={t`Differences`}>
          <Trans>This count is blind. What differs is shown once somebody who may approve has posted it.</Trans>
        </Section>
      )}
      {found.error && !isHidden ? <ProblemNotice error={found.error} /> : null}
      {found.data && <DifferencesTable found={found.data} currency={currency} />}
    </DocumentPage>
  );
}
