/** A customer's store credit and points, and the cards that were issued to them. */
import { useLingui } from "@lingui/react/macro";
import { Anchor } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ProblemNotice } from "@/components/ui/Notice";
import { Figure, Figures, Section } from "@/components/ui/Page";
import { SimpleTable } from "@/components/ui/SimpleTable";
import { Waiting } from "@/components/ui/Waiting";
import { holdingName, worth } from "@/components/wallet/words";
import { answer, desk } from "@/lib/api";
import { count, money } from "@/lib/format";
import { useCurrency, useMay } from "@/lib/session";

export function WalletPart({ id }: { id: string }) {
  const { t } = useLingui();
  const may = useMay();
  const currency = useCurrency();
  const { data, error } = useQuery({
    queryKey: ["wallet", "of", id],
    queryFn: ({ signal }) => answer(desk.GET("/api/customers/{id}/wallet/", { params: { path: { id } }, signal })),
  });
  if (!data) return error ? <ProblemNotice error={error} /> : <Waiting label={t`Loading the accounts`} />;
  const name = (one: (typeof data.accounts)[number]) =>
    may("wallet.view") ? (
      <Anchor component={Link} to={`/sales/wallet/${one.id}`}>
        {holdingName(one)}
      </Anchor>
    ) : (
      holdingName(one)
    );
  return (
    <Section>
      <Figures>
        <Figure label={t`Store credit`} value={money(data.store_credit, currency)} />
        <Figure
          label={t`Loyalty points`}
          value={count(data.points)}
          note={t`worth ${money(data.points_value, currency)}`}
        />
      </Figures>
      {data.accounts.length === 0 ? (
        <p>{t`No card, credit or points yet.`}</p>
      ) : (
        <SimpleTable
          label={t`Accounts`}
          head={[{ label: t`Account` }, { label: t`Left to spend`, figure: true }]}
          rows={data.accounts.map((one) => ({ key: one.id, cells: [name(one), worth(one.available, one)] }))}
        />
      )}
    </Section>
  );
}
