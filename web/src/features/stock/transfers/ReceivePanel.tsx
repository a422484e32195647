/** What arrived of a transfer: by scan or by figure; what is missing stays on its way or is written off with a reason. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Group, NativeSelect, Radio, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { AddLine } from "@/components/documents/AddLine";
import { isZero, minus, plain, short, sum } from "@/components/documents/figures";
import { LinesTable } from "@/components/documents/LinesTable";
import { Notice, ProblemNotice } from "@/components/ui/Notice";
import { Section } from "@/components/ui/Page";
import { toast } from "@/components/ui/toast";
import type { Schemas } from "@/lib/api";
import { quantity } from "@/lib/format";
import { useActKey } from "@/lib/keys";
import { options, useReasons } from "../words";
import { receiveTransfer, TRANSFERS, type Transfer, type TransferLine } from "./api";

interface Arrived {
  quantity: string;
  serials: string;
}

const LOSS_REASONS: readonly Schemas["StockReason"][] = ["LOSS", "DAMAGE", "THEFT", "OTHER"];
const listed = (text: string) => text.split(/[\s,;]+/).filter(Boolean);

export function ReceivePanel({ transfer, onDone }: { transfer: Transfer; onDone: () => void }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const reasons = useReasons();
  const open = transfer.lines.filter((line) => !isZero(line.open_quantity));
  const [typed, setTyped] = useState<Record<string, Arrived>>(() =>
    Object.fromEntries(
      open.map((line) => [line.id, { quantity: short(line.open_quantity), serials: line.serials.join(", ") }]),
    ),
  );
  const [rest, setRest] = useState<"later" | "lost">("later");
  const [reason, setReason] = useState<Schemas["StockReason"]>("LOSS");
  const [scanned, setScanned] = useState<string>();
  const key = useActKey();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const of = (line: TransferLine) => typed[line.id] ?? { quantity: "0", serials: "" };
  const set = (line: TransferLine, changes: Partial<Arrived>) =>
    setTyped((now) => ({ ...now, [line.id]: { ...of(line), ...changes } }));
  const missing = open.filter((line) => plain(of(line).quantity) !== short(line.open_quantity));
  const scan = (product: { id: string; name: string }) => {
    const line = open.find((one) => one.product === product.id);
    if (!line) return setScanned(t`${product.name} is not on this transfer. Nothing was added.`);
    setScanned(undefined);
    const isFirst = of(line).quantity === short(line.open_quantity) && !scannedOnce.has(line.id);
    scannedOnce.add(line.id);
    set(line, { quantity: isFirst ? "1" : sum([plain(of(line).quantity) ?? "0", "1"]) });
  };
  const [scannedOnce] = useState(() => new Set<string>());
  const act = async () => {
    setBusy(true);
    setError(undefined);
    const lines = open
      .filter((line) => !isZero(plain(of(line).quantity) ?? "1"))
      .map((line) => {
        const serials = listed(of(line).serials);
        return {
          line: line.id,
          quantity: plain(of(line).quantity) ?? of(line).quantity,
          lost: "0",
          ...(serials.length > 0 && { serials }),
        };
      });
    const closes = rest === "lost" && missing.length > 0;
    try {
      const saved = await receiveTransfer(transfer.id, key, { lines, ...(closes && { closes, reason }) });
      client.setQueryData([TRANSFERS, transfer.id], saved);
      await client.invalidateQueries();
      toast(t`Goods of ${transfer.number} are in stock.`);
      onDone();
    } catch (refused) {
      setError(refused);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Section title={t`What arrived`}>
      <AddLine label={t`Scan what arrived`} onAdd={scan} />
      {scanned && <Notice kind="warning">{scanned}</Notice>}
      <LinesTable
        label={t`What arrived`}
        lines={open}
        cells={[
          {
            id: "open",
            header: t`On its way`,
            figure: true,
            cell: (line) => quantity(line.open_quantity, line.unit_code),
          },
          {
            id: "arrived",
            header: t`Arrived`,
            cell: (line) => (
              <TextInput
                size="sm"
                inputMode="decimal"
                aria-label={t`Arrived of ${line.product_name}`}
                value={of(line).quantity}
                onChange={(event) => set(line, { quantity: event.currentTarget.value })}
                onFocus={(event) => event.currentTarget.select()}
              />
            ),
          },
          ...(open.some((line) => line.serials.length > 0)
            ? [
                {
                  id: "serials",
                  header: t`Serial numbers`,
                  cell: (line: TransferLine) =>
                    line.serials.length > 0 && (
                      <TextInput
                        size="sm"
                        aria-label={t`Serial numbers of ${line.product_name}`}
                        value={of(line).serials}
                        onChange={(event) => set(line, { serials: event.currentTarget.value })}
                      />
                    ),
                },
              ]
            : []),
          {
            id: "missing",
            header: t`Missing`,
            figure: true,
            cell: (line) =>
              quantity(minus(line.open_quantity, plain(of(line).quantity) ?? line.open_quantity), line.unit_code),
          },
        ]}
      />
      {missing.length > 0 && (
        <Group my="md" align="flex-end">
          <Radio.Group
            label={t`What is missing`}
            value={rest}
            onChange={(value) => setRest(value === "lost" ? "lost" : "later")}
          >
            <Group mt="xs">
              <Radio value="later" label={t`Comes later`} />
              <Radio value="lost" label={t`Will not come: write it off`} />
            </Group>
          </Radio.Group>
          {rest === "lost" && (
            <NativeSelect
              label={t`Reason`}
              data={options(reasons).filter((one) => LOSS_REASONS.includes(one.value as never))}
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value as Schemas["StockReason"])}
            />
          )}
        </Group>
      )}
      <ProblemNotice error={error} />
      <Group mt="md">
        <Button onClick={act} loading={busy}>
          <Trans>Take into stock</Trans>
        </Button>
        <Button variant="default" onClick={onDone}>
          <Trans>Not now</Trans>
        </Button>
      </Group>
    </Section>
  );
}
