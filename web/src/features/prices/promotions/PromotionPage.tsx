/** One promotion: what it does, what it would have done, its coupons, and its way from draft to end. */
import { useLingui as useWords } from "@lingui/react";
import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { ProblemNotice } from "@/components/ui/Notice";
import { Page } from "@/components/ui/Page";
import { PageTabs, type Part } from "@/components/ui/PageTabs";
import { Waiting } from "@/components/ui/Waiting";
import { useCurrency, useMay } from "@/lib/session";
import { approvePromotion, changePromotion, endPromotion, type Promotion, promotionQuery, useFresh } from "../api";
import { DraftBar } from "../DraftBar";
import { inWords } from "../problems";
import { SimulationPart } from "../simulation/SimulationPart";
import { standing, termsWords } from "../words";
import { Coupons } from "./Coupons";
import { PromotionFacts } from "./PromotionFacts";

export default function PromotionPage() {
  const { t } = useLingui();
  const { id = "" } = useParams({ strict: false });
  const { data, error } = useQuery(promotionQuery(id));
  if (data) return <Shown promotion={data} />;
  return (
    <Page title={t`Promotion`} back={{ to: "/prices/promotions", label: t`Promotions` }}>
      <ProblemNotice error={error} />
      {!error && <Waiting label={t`Loading the promotion`} />}
    </Page>
  );
}

function Shown({ promotion }: { promotion: Promotion }) {
  const { t } = useLingui();
  const { i18n } = useWords();
  const may = useMay();
  const currency = useCurrency();
  const fresh = useFresh("promotions");
  const stands = standing(promotion, promotion.starts_at, promotion.ends_at);
  const parts: Part[] = [
    { id: "overview", label: t`Overview`, content: () => <PromotionFacts promotion={promotion} /> },
  ];
  if (may("price.manage")) {
    parts.push({
      id: "simulation",
      label: t`Try it on past sales`,
      content: () => <SimulationPart draft={{ kind: "promotion", id: promotion.id }} />,
    });
    if (promotion.needs_coupon) {
      parts.push({ id: "coupons", label: t`Coupons`, content: () => <Coupons promotion={promotion} /> });
    }
  }
  return (
    <Page
      title={promotion.name}
      beside={<span style={{ color: "var(--muted)" }}>{termsWords(promotion, currency)}</span>}
      back={{ to: "/prices/promotions", label: t`Promotions` }}
    >
      <DraftBar
        row={promotion}
        standing={{ tone: stands.tone, label: i18n._(stands.label) }}
        approve={() => approvePromotion(promotion.id)}
        end={() => endPromotion(promotion.id)}
        onDone={fresh}
        effect={t`From its beginning on it is applied to every sale that it is for. After that it can only be paused and ended.`}
        more={may("price.manage") && <More promotion={promotion} />}
      />
      <PageTabs label={t`Parts of this promotion`} parts={parts} />
    </Page>
  );
}

function More({ promotion }: { promotion: Promotion }) {
  const fresh = useFresh("promotions");
  const isActive = promotion.is_active !== false;
  const pause = useMutation({
    mutationFn: () => changePromotion(promotion.id, { is_active: !isActive }),
    onSuccess: fresh,
  });
  if (promotion.status === "DRAFT") {
    return (
      <Button component={Link} to={`/prices/promotions/${promotion.id}/edit`} variant="default">
        <Trans>Edit draft</Trans>
      </Button>
    );
  }
  if (promotion.status !== "APPROVED") return null;
  return (
    <>
      <ProblemNotice error={inWords(pause.error)} />
      <Button variant="default" loading={pause.isPending} onClick={() => pause.mutate()}>
        {isActive ? <Trans>Pause</Trans> : <Trans>Go on</Trans>}
      </Button>
    </>
  );
}
