/** One shift: what its drawer should hold while it is open (X), and once it is closed its sealed report (Z). */
import { useLingui as useCatalog } from "@lingui/react";
import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { CopyText } from "@/components/ui/CopyText";
import { Notice, ProblemNotice } from "@/components/ui/Notice";
import { Fact, Facts, Figure, Figures, Page, Section, TwoColumns } from "@/components/ui/Page";
import { Printed } from "@/components/ui/Printed";
import { StatusBadge } from "@/components/ui/StatusBadge";
import { Waiting } from "@/components/ui/Waiting";
import { date, dateTime, money, time } from "@/lib/format";
import { useLocationName, useLocations, useMemberName } from "@/lib/names";
import { useBusiness, useMay } from "@/lib/session";
import { type Report, type Shift, sealed, shiftQuery, xReportQuery } from "./api";
import { CashMovements } from "./CashMovements";
import { ReportShown } from "./ReportShown";
import { Supplements } from "./Supplements";
import { differenceWords, STATUSES } from "./words";

export default function ShiftPage() {
  const { t } = useLingui();
  const { id } = useParams({ strict: false }) as { id: string };
  const { data, error, isPending } = useQuery(shiftQuery(id));
  if (data) return <ShiftShown shift={data} />;
  return (
    <Page title={t`Shift`} back={{ to: "/sales/shifts", label: t`Shifts` }}>
      <ProblemNotice error={error} />
      {isPending && !error && <Waiting label={t`Loading the shift`} />}
    </Page>
  );
}

function useTitle(shift: Shift): string {
  const { t } = useLingui();
  const { terminal_code: till, z_number: number } = shift;
  return number ? t`Z report ${number} of till ${till}` : t`Open shift of till ${till}`;
}

function ShiftShown({ shift }: { shift: Shift }) {
  const { i18n } = useCatalog();
  const { t } = useLingui();
  const title = useTitle(shift);
  const status = STATUSES[shift.status ?? "OPEN"];
  const z = sealed(shift);
  return (
    <Page
      title={title}
      back={{ to: "/sales/shifts", label: t`Shifts` }}
      beside={<StatusBadge tone={status.tone}>{i18n._(status.words)}</StatusBadge>}
      actions={
        z && (
          <Button variant="default" onClick={() => window.print()}>
            <Trans>Print report</Trans>
          </Button>
        )
      }
    >
      {z ? <ZFigures shift={shift} report={z} /> : <OpenFigures shift={shift} />}
      <TwoColumns aside={<ShiftFacts shift={shift} />}>
        {z ? <ReportShown report={z} currency={shift.currency} /> : <XReport shift={shift} />}
        <CashMovements shift={shift} />
        <Supplements shift={shift} />
      </TwoColumns>
      {z && (
        <Printed>
          <h1>{title}</h1>
          <PrintedHead shift={shift} />
          <ReportShown report={z} currency={shift.currency} />
          <CashMovements shift={shift} />
        </Printed>
      )}
    </Page>
  );
}

function PrintedHead({ shift }: { shift: Shift }) {
  const business = useBusiness();
  return (
    <div>
      <div>{[business?.name, business?.address, business?.tax_number].filter(Boolean).join(" · ")}</div>
      <ShiftFacts shift={shift} />
    </div>
  );
}

function ZFigures({ shift, report }: { shift: Shift; report: Report }) {
  const { t } = useLingui();
  const told = (value: string | undefined) => (value === undefined ? "-" : money(value, shift.currency));
  const cash = report.count?.find((line) => line.method === "CASH");
  return (
    <Figures>
      <Figure label={t`Sold`} value={told(report.sales.total)} note={t`tax in it ${told(report.sales.tax)}`} />
      <Figure
        label={t`Cash expected`}
        value={told(cash?.expected)}
        note={t`counted ${told(cash?.counted ?? undefined)}`}
      />
      <Figure label={t`Cash count`} value={differenceWords(shift.over_short, shift.currency)} />
      <Figure
        label={t`Grand total`}
        value={told(report.grand_total)}
        note={t`of all reports of this till until here`}
      />
    </Figures>
  );
}

function OpenFigures({ shift }: { shift: Shift }) {
  const { t } = useLingui();
  const may = useMay();
  const { data } = useQuery({ ...xReportQuery(shift.id), enabled: may("shift.view") });
  const told = (value: string | undefined) => (value === undefined ? "…" : money(value, shift.currency));
  return (
    <Figures>
      <Figure label={t`Float`} value={told(shift.opening_float)} note={t`in the drawer when it was opened`} />
      {may("shift.view") && (
        <>
          <Figure label={t`Sold`} value={told(data?.report.sales.total)} />
          <Figure
            label={t`Cash expected`}
            value={told(data?.report.drawer?.expected.CASH)}
            note={t`in the drawer now`}
          />
        </>
      )}
    </Figures>
  );
}

function XReport({ shift }: { shift: Shift }) {
  const { t } = useLingui();
  const may = useMay();
  const zone = useLocations().find((one) => one.id === shift.location)?.timezone;
  const { data, error } = useQuery({ ...xReportQuery(shift.id), enabled: may("shift.view") });
  if (!may("shift.view")) {
    return (
      <Notice kind="info">
        <Trans>What the drawer should hold is told once it was counted and the shift is closed.</Trans>
      </Notice>
    );
  }
  return (
    <>
      <ProblemNotice error={error} />
      {!data && !error && <Waiting label={t`Loading the figures`} />}
      {data && (
        <>
          <Notice kind="info">
            <Trans>
              These are the figures as of {time(data.asOf, zone)} (X). The shift is closed at its till, by a count.
            </Trans>
          </Notice>
          <ReportShown report={data.report} currency={shift.currency} />
        </>
      )}
    </>
  );
}

function ShiftFacts({ shift }: { shift: Shift }) {
  const { t } = useLingui();
  const place = useLocationName();
  const person = useMemberName();
  const zone = useLocations().find((one) => one.id === shift.location)?.timezone;
  return (
    <Section title={t`Facts`}>
      <Facts>
        <Fact term={t`Till`}>{shift.terminal_code}</Fact>
        <Fact term={t`Shop`}>{place(shift.location)}</Fact>
        <Fact term={t`Business day`}>{date(shift.business_date)}</Fact>
        <Fact term={t`Opened`}>{dateTime(shift.opened_at, zone)}</Fact>
        <Fact term={t`Opened by`}>{person(shift.opened_by)}</Fact>
        {shift.closed_at && (
          <>
            <Fact term={t`Closed at`}>{dateTime(shift.closed_at, zone)}</Fact>
            <Fact term={t`Closed by`}>{person(shift.closed_by)}</Fact>
          </>
        )}
        {shift.note && <Fact term={t`Note`}>{shift.note}</Fact>}
      </Facts>
      {shift.seal && (
        <div>
          <h3>{t`Seal`}</h3>
          <CopyText text={shift.seal} label={t`Copy seal`} />
          <p>
            <Trans>It proves that nothing of this report, or of one before it at this till, was changed.</Trans>
          </p>
        </div>
      )}
    </Section>
  );
}
