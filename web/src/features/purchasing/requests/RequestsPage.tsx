/** Requests: what people ask to be bought; approved ones are ordered together. */
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { send } from "@/components/documents/call";
import { DocumentList } from "@/components/documents/DocumentList";
import { ProblemNotice } from "@/components/ui/Notice";
import type { Schemas } from "@/lib/api";
import { useActKey } from "@/lib/keys";
import { useMay } from "@/lib/session";
import { ORDERS, REQUESTS, type Request } from "../kinds";
import { usePurchaseColumns, useSupplierFilter } from "../listing";

export default function RequestsPage() {
  const { t } = useLingui();
  const may = useMay();
  const columns = usePurchaseColumns<Request>();
  const bySupplier = useSupplierFilter();
  return (
    <DocumentList<Request>
      id="purchase-requests"
      title={t`Requests`}
      kind="PURCHASE_REQUEST"
      {...REQUESTS}
      columns={columns}
      filters={[bySupplier]}
      {...(may("purchase.order") && { bulk: (chosen: Request[]) => <OrderChosen chosen={chosen} /> })}
      primary={
        may("purchase.request") && (
          <Button component={Link} to={`${REQUESTS.home}/new`}>
            <Trans>New request</Trans>
          </Button>
        )
      }
      empty={{
        title: t`No requests yet`,
        text: t`A request says what is needed where. Once approved it becomes an order to each supplier.`,
      }}
    />
  );
}

function OrderChosen({ chosen }: { chosen: Request[] }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const key = useActKey();
  const order = useMutation({
    mutationFn: () =>
      send<Schemas["OrdersMade"]>("POST", `${REQUESTS.path}convert/`, key, { requests: chosen.map((one) => one.id) }),
    onSuccess: async ({ orders }) => {
      await client.invalidateQueries();
      const [only] = orders;
      await navigate({ to: only && orders.length === 1 ? `${ORDERS.home}/${only.id}` : ORDERS.home });
    },
  });
  return (
    <>
      <Button size="sm" loading={order.isPending} onClick={() => order.mutate()}>
        <Plural value={chosen.length} one="Order # request" other="Order # requests" />
      </Button>
      <ProblemNotice error={order.error} />
    </>
  );
}
