/** The stages of a product's life with the one that it is at, and the steps that are allowed from here. */
import { useLingui as useWords } from "@lingui/react";
import { useLingui } from "@lingui/react/macro";
import { Button, Group } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { ProblemNotice } from "@/components/ui/Notice";
import { StatusBadge } from "@/components/ui/StatusBadge";
import { toast } from "@/components/ui/toast";
import { useMay } from "@/lib/session";
import { type LifeCycle, moveProduct, type ProductDetail, useFresh } from "../api";
import { inWords } from "../problems";
import { NEXT, STAGES } from "../words";
import classes from "./LifeCyclePath.module.css";

const STRAIGHT: readonly LifeCycle[] = ["NEW", "ACTIVE", "PHASE_OUT", "DISCONTINUED", "ARCHIVED"];

export function LifeCyclePath({ product }: { product: ProductDetail }) {
  const { t } = useLingui();
  const { i18n } = useWords();
  const may = useMay();
  const fresh = useFresh();
  const here = product.life_cycle ?? "ACTIVE";
  const move = useMutation({
    mutationFn: (to: LifeCycle) => moveProduct(product.id, to),
    onSuccess: async (moved) => {
      const stage = i18n._(STAGES[moved.life_cycle ?? "ACTIVE"].label);
      toast(t`${moved.name}: ${stage}.`);
      await fresh();
    },
  });
  return (
    <>
      <div className={classes.bar}>
        <ol className={classes.path} aria-label={t`Stages`}>
          {STRAIGHT.map((stage) => (
            <li key={stage} aria-current={stage === here ? "step" : undefined}>
              {stage === here ? (
                <StatusBadge tone={STAGES[stage].tone}>{i18n._(STAGES[stage].label)}</StatusBadge>
              ) : (
                i18n._(STAGES[stage].label)
              )}
            </li>
          ))}
        </ol>
        {may("product.manage") && (
          <Group gap="xs">
            {NEXT[here].map(({ to, verb }) => (
              <Button
                key={to}
                size="sm"
                variant="default"
                loading={move.isPending && move.variables === to}
                disabled={move.isPending}
                onClick={() => move.mutate(to)}
              >
                {i18n._(verb)}
              </Button>
            ))}
          </Group>
        )}
      </div>
      <ProblemNotice error={inWords(move.error)} />
    </>
  );
}
