/** Gift cards, store credit and points: each account as it stands, what is owed by them in all, issuing and finding. */
import { useLingui as useCatalog } from "@lingui/react";
import { Trans, useLingui } from "@lingui/react/macro";
import { Anchor, Button, Modal } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { Column } from "@/components/list/columns";
import type { Filter } from "@/components/list/filters";
import { ListPage } from "@/components/list/ListPage";
import { Figure, Figures } from "@/components/ui/Page";
import { StatusBadge } from "@/components/ui/StatusBadge";
import { holdingName, KINDS, STATUSES, worth } from "@/components/wallet/words";
import { date, money } from "@/lib/format";
import { useMay } from "@/lib/session";
import { type Holding, liabilityQuery, readHoldings } from "./api";
import { CreditForm } from "./CreditForm";
import { FindCard } from "./FindCard";
import { IssueForm } from "./IssueForm";

type Opened = "issue" | "credit" | "find";

export default function HoldingsPage() {
  const { t } = useLingui();
  const may = useMay();
  const [opened, setOpened] = useState<Opened>();
  const columns = useHoldingColumns();
  const filters = useFilters();
  const close = () => setOpened(undefined);
  return (
    <>
      <ListPage
        id="wallet"
        title={t`Gift cards and credit`}
        above={<Liability />}
        columns={columns}
        filters={filters}
        read={readHoldings}
        rowKey={(row) => row.id}
        rowTo={(row) => `/sales/wallet/${row.id}`}
        actions={
          <>
            {may("sale.sell") && (
              <Button variant="default" onClick={() => setOpened("find")}>
                <Trans>Find by code</Trans>
              </Button>
            )}
            {may("wallet.adjust") && (
              <Button variant="default" onClick={() => setOpened("credit")}>
                <Trans>Grant store credit</Trans>
              </Button>
            )}
          </>
        }
        primary={
          may("wallet.issue") && (
            <Button onClick={() => setOpened("issue")}>
              <Trans>Issue gift card</Trans>
            </Button>
          )
        }
        empty={{
          title: t`No cards or credit yet`,
          text: t`Gift cards, credit that was granted for returned goods, and points of customers stand here.`,
        }}
      />
      <Modal
        opened={opened !== undefined}
        onClose={close}
        title={{ find: t`Find by code`, credit: t`Grant store credit`, issue: t`Issue gift card` }[opened ?? "issue"]}
      >
        {opened === "find" && <FindCard />}
        {opened === "credit" && <CreditForm onDone={close} />}
        {opened === "issue" && <IssueForm onDone={close} />}
      </Modal>
    </>
  );
}

/** What is owed to those who hold cards, credit and points. */
function Liability() {
  const { t } = useLingui();
  const { i18n } = useCatalog();
  const { data } = useQuery(liabilityQuery);
  const told = (value: string | undefined) => (data && value !== undefined ? money(value, data.currency) : "…");
  return (
    <Figures>
      <Figure label={t`Owed in all`} value={told(data?.total_value)} note={data && t`at the end of ${date(data.on)}`} />
      {(data?.kinds ?? []).map((one) => (
        <Figure
          key={one.kind}
          label={i18n._(KINDS[one.kind])}
          value={told(one.value)}
          note={one.kind === "LOYALTY" ? worth(one.balance, { ...one, currency: "" }) : undefined}
          to="/sales/wallet"
          search={{ kind: one.kind }}
        />
      ))}
    </Figures>
  );
}

function useHoldingColumns(): Column<Holding>[] {
  const { t } = useLingui();
  const { i18n } = useCatalog();
  const status = (row: Holding) => i18n._(STATUSES[row.status].words);
  return [
    { id: "name", header: t`Account`, cell: holdingName, text: holdingName },
    {
      id: "available",
      header: t`Left to spend`,
      figure: true,
      narrow: true,
      cell: (row) => worth(row.available, row),
      text: (row) => row.available,
    },
    {
      id: "status",
      header: t`Status`,
      narrow: true,
      cell: (row) => <StatusBadge tone={STATUSES[row.status].tone}>{status(row)}</StatusBadge>,
      text: status,
    },
    {
      id: "customer",
      header: t`Customer`,
      cell: (row) =>
        row.customer ? (
          <Anchor component={Link} to={`/customers/${row.customer}`}>
            {t`Open the customer`}
          </Anchor>
        ) : (
          "-"
        ),
      text: (row) => row.customer ?? "",
    },
    {
      id: "expires",
      header: t`Last day`,
      cell: (row) => (row.expires_on ? date(row.expires_on) : "-"),
      text: (row) => row.expires_on ?? "",
    },
    { id: "made", header: t`Opened`, cell: (row) => date(row.created_at), text: (row) => row.created_at },
  ];
}

function useFilters(): Filter[] {
  const { t } = useLingui();
  const { i18n } = useCatalog();
  return [
    {
      id: "kind",
      label: t`Kind`,
      kind: "choice",
      options: Object.entries(KINDS).map(([value, words]) => ({ value, label: i18n._(words) })),
    },
    {
      id: "status",
      label: t`Status`,
      kind: "choice",
      options: Object.entries(STATUSES).map(([value, told]) => ({ value, label: i18n._(told.words) })),
    },
    { id: "last4", label: t`Last four of the code`, kind: "text" },
  ];
}
