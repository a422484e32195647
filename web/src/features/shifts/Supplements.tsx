/** What was sold in a shift and told after its report was sealed: sealed by itself, in numbered supplements. */
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Notice, ProblemNotice } from "@/components/ui/Notice";
import { Section } from "@/components/ui/Page";
import { SimpleTable } from "@/components/ui/SimpleTable";
import { toast } from "@/components/ui/toast";
import { amount, count, dateTime } from "@/lib/format";
import { useActKey } from "@/lib/keys";
import { useMay } from "@/lib/session";
import { figuresOf, type Shift, sealSupplement } from "./api";

export function Supplements({ shift }: { shift: Shift }) {
  const { t } = useLingui();
  const { currency } = shift;
  return (
    <>
      {shift.late_sales > 0 && <Late shift={shift} />}
      {shift.supplements.length > 0 && (
        <Section title={t`Supplements`}>
          <SimpleTable
            label={t`Supplements`}
            head={[
              { label: t`Number` },
              { label: t`Sealed` },
              { label: t`Sales`, figure: true },
              { label: t`Sold (${currency})`, figure: true },
              { label: t`Seal` },
            ]}
            rows={shift.supplements.map((one) => ({
              key: one.id,
              cells: [
                count(one.number),
                dateTime(one.sealed_at),
                count(figuresOf(one).sales.count),
                amount(figuresOf(one).sales.total, currency),
                <code key="seal">{one.seal.slice(0, 16)}…</code>,
              ],
            }))}
          />
        </Section>
      )}
    </>
  );
}

function Late({ shift }: { shift: Shift }) {
  const { t } = useLingui();
  const may = useMay();
  const cache = useQueryClient();
  const key = useActKey();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const seal = async () => {
    setBusy(true);
    setError(undefined);
    try {
      await sealSupplement(shift.id, key(shift.late_sales));
      key.done();
      await cache.invalidateQueries({ queryKey: ["shifts"] });
      toast(t`The supplement is sealed.`);
    } catch (refused) {
      setError(refused);
    }
    setBusy(false);
  };
  return (
    <>
      <ProblemNotice error={error} />
      <Notice
        kind="warning"
        actions={
          may("shift.view") && (
            <Button size="sm" loading={busy} onClick={seal}>
              <Trans>Seal supplement</Trans>
            </Button>
          )
        }
      >
        <Plural
          value={shift.late_sales}
          one="# sale of this shift was told after its report was sealed. The report stays as it is; the sale goes on a supplement."
          other="# sales of this shift were told after its report was sealed. The report stays as it is; the sales go on a supplement."
        />
      </Notice>
    </>
  );
}
