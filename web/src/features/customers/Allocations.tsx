/** Which sales a payment pays, and how much of each. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import Big from "big.js";
import type { ReactNode } from "react";
import { DecimalInput } from "@/components/ui/DecimalInput";
import { SimpleTable } from "@/components/ui/SimpleTable";
import type { Schemas } from "@/lib/api";
import { isDecimal } from "@/lib/decimals";
import { date, money } from "@/lib/format";

type OpenItem = Schemas["OpenItem"];

/** Only a sale can be named; what else is owed is paid by age. */
export function isPayable(item: OpenItem): boolean {
  return item.kind === "SALE" && item.source_id !== null && new Big(item.open_amount).gt(0);
}

export function allocationsOf(parts: Record<string, string>): Schemas["SaleAllocationBodyRequest"][] {
  const typed = Object.entries(parts).filter(([, amount]) => isDecimal(amount) && new Big(amount).gt(0));
  return typed.map(([sale, amount]) => ({ sale, amount }));
}

export function chosenSum(parts: Record<string, string>): Big {
  return allocationsOf(parts).reduce((sum, part) => sum.plus(part.amount), new Big(0));
}

interface Props {
  items: readonly OpenItem[];
  currency: string;
  parts: Record<string, string>;
  error: ReactNode;
  onChange: (parts: Record<string, string>) => void;
}

export function Allocations({ items, currency, parts, error, onChange }: Props) {
  const { t } = useLingui();
  const sum = money(chosenSum(parts).toFixed(), currency);
  return (
    <div>
      <SimpleTable
        label={t`Open sales`}
        head={[
          { label: t`Sale` },
          { label: t`Due` },
          { label: t`Open`, figure: true },
          { label: t({ message: "Pay", context: "of one debt" }), figure: true },
        ]}
        rows={items.map((item) => {
          const sale = item.source_id ?? "";
          const name = item.reference || date(item.business_date);
          return {
            key: item.id,
            cells: [
              name,
              item.due_date ? date(item.due_date) : "-",
              <Button
                key="all"
                variant="default"
                size="sm"
                aria-label={t`Pay all of ${name}`}
                onClick={() => onChange({ ...parts, [sale]: new Big(item.open_amount).toFixed(2) })}
              >
                {money(item.open_amount, currency)}
              </Button>,
              <DecimalInput
                key="part"
                size="sm"
                w="7rem"
                ml="auto"
                aria-label={t`Paid of ${name}`}
                value={parts[sale] ?? ""}
                onChange={(value) => onChange({ ...parts, [sale]: value })}
              />,
            ],
          };
        })}
      />
      <div role="status" style={{ textAlign: "end", marginBlockStart: "var(--space-2)" }}>
        <Trans>Chosen: {sum}</Trans>
      </div>
      {error && (
        <div role="alert" style={{ color: "var(--danger)" }}>
          {error}
        </div>
      )}
    </div>
  );
}
