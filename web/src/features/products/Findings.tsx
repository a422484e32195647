/** What doesn't fit about a product, errors first, each with the way to mend it. */
import { useLingui as useWords } from "@lingui/react";
import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Notice, ProblemNotice } from "@/components/ui/Notice";
import { useMay } from "@/lib/session";
import { type Finding, moveProduct, useFresh } from "./api";
import { inWords } from "./problems";
import { findingWords, REMEDY_WORDS, type Remedy, remedyOf } from "./words";

export function Findings({ product, findings }: { product: string; findings: readonly Finding[] }) {
  const { i18n } = useWords();
  return (
    <div style={{ display: "grid", gap: "var(--space-2)" }}>
      {findings.map((finding) => {
        const said = findingWords(finding);
        const remedy = remedyOf(finding.code);
        return (
          <Notice
            key={`${finding.code} ${JSON.stringify(finding.figures)}`}
            kind={finding.severity === "error" ? "danger" : "warning"}
            actions={remedy && <Mend product={product} remedy={remedy} />}
          >
            {typeof said === "string" ? said : i18n._(said)}
          </Notice>
        );
      })}
    </div>
  );
}

const TABS: Partial<Record<Remedy, string>> = { prices: "prices", codes: "codes", stock: "stock" };
const NEEDS: Record<Remedy, string> = {
  prices: "product.view",
  codes: "product.view",
  stock: "stock.view",
  edit: "product.manage",
  taxes: "product.manage",
  "on-sale": "product.manage",
};

function Mend({ product, remedy }: { product: string; remedy: Remedy }) {
  const { i18n } = useWords();
  const may = useMay();
  const fresh = useFresh();
  const move = useMutation({ mutationFn: () => moveProduct(product, "ACTIVE"), onSuccess: fresh });
  if (!may(NEEDS[remedy])) return null;
  const words = i18n._(REMEDY_WORDS[remedy]);
  if (remedy === "on-sale") {
    return (
      <>
        <ProblemNotice error={inWords(move.error)} />
        <Button size="xs" variant="default" loading={move.isPending} onClick={() => move.mutate()}>
          {words}
        </Button>
      </>
    );
  }
  const here = `/products/${product}`;
  const to = remedy === "taxes" ? "/products/setup" : remedy === "edit" ? `${here}/edit` : here;
  const tab = remedy === "taxes" ? "taxes" : TABS[remedy];
  return (
    <Button size="xs" variant="default" component={Link} to={to} search={(tab ? { tab } : {}) as never}>
      {words}
    </Button>
  );
}
