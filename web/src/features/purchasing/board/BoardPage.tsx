/** What has to be bought, from whom, and by when; bought from here with one press for each supplier. */
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Button, Select } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { send } from "@/components/documents/call";
import { useStockPlaces } from "@/components/documents/refs";
import { useQueryState } from "@/components/list/state";
import { EmptyState } from "@/components/ui/EmptyState";
import { Notice, ProblemNotice } from "@/components/ui/Notice";
import { Page, Section } from "@/components/ui/Page";
import { toast } from "@/components/ui/toast";
import { Waiting } from "@/components/ui/Waiting";
import { answer, desk, type Schemas } from "@/lib/api";
import { dateTime } from "@/lib/format";
import { useActKey } from "@/lib/keys";
import { useMay, useMe } from "@/lib/session";
import { ORDERS, REQUESTS } from "../kinds";
import { BoardGroup } from "./BoardGroup";

interface Wanted {
  suppliers: string[] | null;
  asOrders: boolean;
}

export default function BoardPage() {
  const { t } = useLingui();
  const me = useMe();
  const [query, change] = useQueryState();
  const places = useStockPlaces().filter((one) => !me.locations || me.locations.includes(one.id));
  const location = query.location ?? places[0]?.id;
  const board = useQuery({
    queryKey: ["order-board", location],
    queryFn: ({ signal }) =>
      answer(desk.GET("/api/order-board/", { params: { query: { location: location ?? "" } }, signal })),
    enabled: Boolean(location),
  });
  return (
    <Page
      title={t`Order board`}
      actions={
        <Select
          aria-label={t`Place`}
          data={places.map((one) => ({ value: one.id, label: one.name }))}
          value={location ?? null}
          allowDeselect={false}
          onChange={(value) => change({ location: value ?? undefined })}
        />
      }
    >
      {board.error && <ProblemNotice error={board.error} />}
      {!board.data && !board.error && <Waiting label={t`Loading the order board`} />}
      {board.data && location && <Groups board={board.data} location={location} />}
    </Page>
  );
}

function Groups({ board, location }: { board: Schemas["Board"]; location: string }) {
  const { t } = useLingui();
  const may = useMay();
  const client = useQueryClient();
  const navigate = useNavigate();
  const key = useActKey();
  const buy = useMutation({
    mutationFn: ({ suppliers, asOrders }: Wanted) =>
      send<Schemas["Bought"]>("POST", "/api/order-board/requests/", key, {
        location,
        ...(suppliers && { suppliers }),
        as_orders: asOrders,
      }),
    onSuccess: async ({ orders, requests }) => {
      key.done();
      await client.invalidateQueries();
      const [order] = orders;
      const [request] = requests;
      if (order && orders.length === 1) await navigate({ to: `${ORDERS.home}/${order.id}` });
      else if (request && requests.length === 1) await navigate({ to: `${REQUESTS.home}/${request.id}` });
      else await navigate({ to: orders.length > 0 ? ORDERS.home : REQUESTS.home });
      toast(t`Drafts were made. Check them, then approve.`);
    },
  });
  if (board.groups.length === 0) {
    return (
      <Section>
        <EmptyState title={t`Nothing to order`}>
          {t`Products appear here when less is left than their reorder rule says, what is ordered already counted in.`}
        </EmptyState>
      </Section>
    );
  }
  const ready = board.groups.filter((group) => group.supplier);
  const at = dateTime(board.as_of);
  return (
    <>
      <Notice
        kind="info"
        actions={
          ready.length > 1 &&
          may("purchase.order") && (
            <Button size="sm" loading={buy.isPending} onClick={() => buy.mutate({ suppliers: null, asOrders: true })}>
              <Plural value={ready.length} one="Make # order" other="Make # orders" />
            </Button>
          )
        }
      >
        <Trans>
          As of {at}. <Plural value={ready.length} one="# supplier to order from." other="# suppliers to order from." />
        </Trans>
      </Notice>
      <ProblemNotice error={buy.error} />
      {board.groups.map((group) => (
        <BoardGroup
          key={group.supplier ?? "none"}
          group={group}
          busy={buy.isPending}
          onBuy={(asOrders) => group.supplier && buy.mutate({ suppliers: [group.supplier], asOrders })}
        />
      ))}
    </>
  );
}
