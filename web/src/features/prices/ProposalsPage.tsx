/** Prices that follow their costs: what deliveries propose, applied or dismissed by hand, several at once. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Modal } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import type { Column } from "@/components/list/columns";
import { ListPage } from "@/components/list/ListPage";
import { ProblemNotice } from "@/components/ui/Notice";
import { toast } from "@/components/ui/toast";
import { changePercent } from "@/lib/decimals";
import { amount, count, dateTime, percent } from "@/lib/format";
import { useLocations } from "@/lib/names";
import { useCurrency, useMay } from "@/lib/session";
import { decideProposals, type Proposal, readProposals, useFresh } from "./api";
import { PricingSettings } from "./PricingSettings";
import { inWords } from "./problems";

function useColumnsOfProposals(): Column<Proposal>[] {
  const { t } = useLingui();
  const currency = useCurrency();
  const seesCosts = useMay()("cost.view");
  const places = new Map(useLocations().map((place) => [place.id, place.name]));
  const change = (row: Proposal) => changePercent(row.old_price, row.proposed_price);
  const figure = (id: string, header: string, of: (row: Proposal) => string, narrow = false): Column<Proposal> => ({
    id,
    header,
    figure: true,
    narrow,
    cell: (row) => amount(of(row), currency),
    text: of,
  });
  const share = (id: string, header: string, of: (row: Proposal) => string): Column<Proposal> => ({
    id,
    header,
    figure: true,
    cell: (row) => percent(of(row)),
    text: of,
  });
  const columns: Column<Proposal>[] = [
    { id: "product", header: t`Product`, cell: (row) => row.product_name, text: (row) => row.product_name },
    {
      id: "place",
      header: t`Place`,
      cell: (row) => (row.location ? (places.get(row.location) ?? "-") : t`Everywhere`),
      optional: true,
    },
    figure("old", t`Price now (${currency})`, (row) => row.old_price),
    figure("new", t`Proposed (${currency})`, (row) => row.proposed_price, true),
    {
      id: "change",
      header: t({ message: "Change", context: "a difference" }),
      figure: true,
      cell: (row) => {
        const found = change(row);
        return found === undefined ? "-" : percent(found);
      },
      text: (row) => change(row) ?? "",
    },
  ];
  if (seesCosts) {
    columns.push(
      figure("old_cost", t`Cost before`, (row) => row.old_cost),
      figure("new_cost", t`Cost now`, (row) => row.new_cost),
      share("margin_unchanged", t`Margin if left`, (row) => row.margin_unchanged),
      share("margin_after", t`Margin if applied`, (row) => row.margin_after),
    );
  }
  columns.push(
    { id: "source", header: t`Delivery`, cell: (row) => row.source_number || "-", text: (row) => row.source_number },
    { id: "at", header: t`Proposed at`, cell: (row) => dateTime(row.created_at), text: (row) => row.created_at },
  );
  return columns;
}

export default function ProposalsPage() {
  const { t } = useLingui();
  const may = useMay();
  const fresh = useFresh("price-proposals", "products");
  const [setting, setSetting] = useState(false);
  const decide = useMutation({
    mutationFn: ({ ids, apply }: { ids: string[]; apply: boolean }) => decideProposals(ids, apply),
    onSuccess: (done, { apply }) => {
      const figure = count(done.proposals.length);
      toast(apply ? t`Prices applied: ${figure}.` : t`Proposals dismissed: ${figure}.`);
    },
    onSettled: fresh,
  });
  const statuses = [
    { value: "PROPOSED", label: t`Waiting` },
    { value: "APPLIED", label: t`Applied` },
    { value: "DISMISSED", label: t`Dismissed` },
    { value: "WITHDRAWN", label: t`Overtaken` },
  ];
  return (
    <>
      <ListPage
        id="price-proposals"
        title={t`Price proposals`}
        columns={useColumnsOfProposals()}
        filters={[{ id: "status", label: t`State`, kind: "choice", options: statuses }]}
        read={(query, signal) => readProposals({ status: "PROPOSED", ...query }, signal)}
        rowKey={(row) => row.id}
        rowTo={(row) => `/products/${row.product}`}
        above={<ProblemNotice error={inWords(decide.error)} />}
        actions={
          may("settings.manage") && (
            <Button variant="default" onClick={() => setSetting(true)}>
              <Trans>How prices follow costs</Trans>
            </Button>
          )
        }
        empty={{
          title: t`No proposals wait`,
          text: t`When a delivery changes the cost of a product whose price is cost plus a markup, its new price is proposed here.`,
        }}
        bulk={(rows, clear) => {
          const waiting = rows.filter((row) => row.status === "PROPOSED").map((row) => row.id);
          const go = (apply: boolean) => decide.mutate({ ids: waiting, apply }, { onSuccess: clear });
          const figure = count(waiting.length);
          return (
            <>
              <Button size="sm" disabled={!waiting.length} loading={decide.isPending} onClick={() => go(true)}>
                <Trans>Apply {figure}</Trans>
              </Button>
              <Button
                size="sm"
                variant="default"
                disabled={!waiting.length || decide.isPending}
                onClick={() => go(false)}
              >
                <Trans>Dismiss {figure}</Trans>
              </Button>
            </>
          );
        }}
      />
      <Modal opened={setting} onClose={() => setSetting(false)} title={t`How prices follow costs`}>
        <PricingSettings onDone={() => setSetting(false)} />
      </Modal>
    </>
  );
}
