/** The page of a payment or a credit note: what it is of, and what it settles. */
import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { read } from "@/components/documents/call";
import { useLocationName } from "@/components/documents/refs";
import { ProblemNotice } from "@/components/ui/Notice";
import { Fact, Facts, Figure, Figures, Page, Section, TwoColumns } from "@/components/ui/Page";
import { StatusBadge } from "@/components/ui/StatusBadge";
import { Waiting } from "@/components/ui/Waiting";
import { money } from "@/lib/format";
import { useMay } from "@/lib/session";
import { ReverseButton, Settlements, type Settling } from "./Settlements";

interface Doc extends Settling {
  supplier_name: string;
  location: string;
}

interface Props<D extends Doc> {
  path: string;
  back: { to: string; label: string };
  /** What it is called, by its number; without one while it is not there yet. */
  title: (number?: string) => string;
  /** Its figure: what it is called, and how much. */
  figure: (doc: D) => readonly [label: string, amount: string];
  /** What is told of it besides its supplier and place. */
  facts: (doc: D) => ReactNode;
  children?: (doc: D) => ReactNode;
}

export function SettlingPage<D extends Doc>({ path, back, title, figure, facts, children }: Props<D>) {
  const { t } = useLingui();
  const may = useMay();
  const nameOf = useLocationName();
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const { data, error } = useQuery({
    queryKey: [path, id],
    queryFn: ({ signal }) => read<D>(`${path}${id}/`, {}, signal),
  });
  if (!data) {
    return (
      <Page title={title()} back={back}>
        {error ? <ProblemNotice error={error} /> : <Waiting label={t`Loading`} />}
      </Page>
    );
  }
  const [label, amount] = figure(data);
  return (
    <Page
      title={title(data.number)}
      back={back}
      beside={data.reversed_at && <StatusBadge tone="cancelled">{t`Taken back`}</StatusBadge>}
      actions={may("supplier.pay") && <ReverseButton path={path} doc={data} />}
    >
      <Figures>
        <Figure label={label} value={money(amount, data.currency)} />
        <Figure label={t`Settles nothing yet`} value={money(data.open_amount, data.currency)} />
      </Figures>
      <TwoColumns
        aside={
          <Section title={t`Facts`}>
            <Facts>
              <Fact term={t`Supplier`}>
                <Link to={`/suppliers/${data.supplier}`}>{data.supplier_name}</Link>
              </Fact>
              {facts(data)}
              <Fact term={t`Place`}>{nameOf(data.location)}</Fact>
            </Facts>
          </Section>
        }
      >
        {children?.(data)}
        <Settlements path={path} doc={data} />
      </TwoColumns>
    </Page>
  );
}
