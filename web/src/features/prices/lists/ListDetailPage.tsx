/** One price list: its prices to type by keys or scanner while it is a draft, and its way from draft to end. */
import { useLingui as useWords } from "@lingui/react";
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Modal } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { ProblemNotice } from "@/components/ui/Notice";
import { Fact, Facts, Page, Section, TwoColumns } from "@/components/ui/Page";
import { PageTabs, type Part } from "@/components/ui/PageTabs";
import { Waiting } from "@/components/ui/Waiting";
import { count, dateTime } from "@/lib/format";
import { useMay } from "@/lib/session";
import { approveList, endList, listQuery, listRowsQuery, type PriceList, useFresh } from "../api";
import { DraftBar } from "../DraftBar";
import { SimulationPart } from "../simulation/SimulationPart";
import { SALE_TYPES, standing } from "../words";
import { ListForm } from "./ListForm";
import { ListRows } from "./ListRows";

export default function ListDetailPage() {
  const { t } = useLingui();
  const { id = "" } = useParams({ strict: false });
  const { data, error } = useQuery(listQuery(id));
  if (data) return <Shown list={data} />;
  return (
    <Page title={t`Price list`} back={{ to: "/prices/lists", label: t`Price lists` }}>
      <ProblemNotice error={error} />
      {!error && <Waiting label={t`Loading the price list`} />}
    </Page>
  );
}

function Shown({ list }: { list: PriceList }) {
  const { t } = useLingui();
  const { i18n } = useWords();
  const may = useMay();
  const fresh = useFresh("price-lists");
  const [editing, setEditing] = useState(false);
  const stands = standing(list, list.valid_from, list.valid_until);
  const isDraft = list.status === "DRAFT" && may("price.manage");
  const parts: Part[] = [{ id: "rows", label: t`Prices`, content: () => <Rows list={list} isDraft={isDraft} /> }];
  if (may("price.manage")) {
    parts.push({
      id: "simulation",
      label: t`Try it on past sales`,
      content: () => <SimulationPart draft={{ kind: "list", id: list.id }} />,
    });
  }
  return (
    <Page title={list.name} back={{ to: "/prices/lists", label: t`Price lists` }}>
      <DraftBar
        row={list}
        standing={{ tone: stands.tone, label: i18n._(stands.label) }}
        approve={() => approveList(list.id)}
        end={() => endList(list.id)}
        onDone={fresh}
        effect={t`From its beginning on its prices stand before the products' own.`}
        more={
          isDraft && (
            <Button variant="default" onClick={() => setEditing(true)}>
              <Trans>Edit draft</Trans>
            </Button>
          )
        }
      />
      <PageTabs label={t`Parts of this price list`} parts={parts} />
      <Modal opened={editing} onClose={() => setEditing(false)} title={t`Edit draft`}>
        <ListForm list={list} onSaved={() => setEditing(false)} onCancel={() => setEditing(false)} />
      </Modal>
    </Page>
  );
}

function Rows({ list, isDraft }: { list: PriceList; isDraft: boolean }) {
  const { t } = useLingui();
  const { i18n } = useWords();
  const { data, error } = useQuery(listRowsQuery(list.id));
  return (
    <TwoColumns
      aside={
        <Section title={t`Facts`}>
          <Facts>
            <Fact term={t`Kind of sale`}>
              {list.sale_type ? i18n._(SALE_TYPES[list.sale_type]) : t`Retail and wholesale`}
            </Fact>
            <Fact term={t`Tax`}>{list.includes_tax ? t`With tax` : t`Without tax`}</Fact>
            <Fact term={t`From`}>{dateTime(list.valid_from)}</Fact>
            <Fact term={t`Until`}>{list.valid_until ? dateTime(list.valid_until) : t`Until it is ended`}</Fact>
            <Fact term={t`Prices`}>{count(list.row_count)}</Fact>
          </Facts>
        </Section>
      }
    >
      <ProblemNotice error={error} />
      {!data && !error && <Waiting label={t`Loading the prices`} />}
      {data && <ListRows key={list.status} list={list} rows={data} isDraft={isDraft} />}
    </TwoColumns>
  );
}
