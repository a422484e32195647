/** A line of the sale in the form of a refund: how much of it comes back, and where it goes. */
import { useLingui as useCatalog } from "@lingui/react";
import { useLingui } from "@lingui/react/macro";
import { ActionIcon, Checkbox, Group, Select, Text } from "@mantine/core";
import { IconMinus, IconPlus } from "@tabler/icons-react";
import { DESTINATIONS, warrantyWords } from "@/components/refunds/words";
import { DecimalInput } from "@/components/ui/DecimalInput";
import type { Schemas } from "@/lib/api";
import { money, quantity } from "@/lib/format";
import { useLocations } from "@/lib/names";
import type { Eligibility } from "./api";
import classes from "./Line.module.css";
import { type Chosen, fits, stepped } from "./rules";

interface Props {
  line: Eligibility;
  sold: Schemas["SaleItem"] | undefined;
  currency: string;
  chosen: Chosen;
  onChange: (now: Partial<Chosen>) => void;
}

export function Line({ line, sold, currency, chosen, onChange }: Props) {
  const { t } = useLingui();
  const name = line.product_name;
  const left = quantity(line.quantity_left);
  const isGone = /^0*\.?0*$/.test(line.quantity_left);
  const serials = sold?.serials ?? [];
  const isOver = !fits(chosen.quantity, line.quantity_left);
  return (
    <section className={classes.line} aria-label={name}>
      <div>
        <strong>{name}</strong>
        <Text size="sm" c="dimmed">
          {t`Sold ${quantity(line.quantity)}, ${left} can still come back`}
          {sold && ` · ${money(sold.gross, currency)}`}
        </Text>
        <Text size="sm" c={line.is_refundable ? "dimmed" : undefined}>
          {warrantyWords(line)}
        </Text>
      </div>
      {!isGone && serials.length === 0 && (
        <Group gap="xs" wrap="nowrap" align="start">
          <ActionIcon
            variant="default"
            size={44}
            aria-label={t`One less of ${name}`}
            disabled={!chosen.quantity}
            onClick={() => onChange({ quantity: stepped(chosen.quantity, -1, line.quantity_left) })}
          >
            <IconMinus size={18} />
          </ActionIcon>
          <DecimalInput
            aria-label={t`Quantity of ${name} that comes back`}
            w="6rem"
            size="md"
            value={chosen.quantity}
            error={isOver ? t`At most ${left}` : undefined}
            onChange={(typed) => onChange({ quantity: typed })}
          />
          <ActionIcon
            variant="default"
            size={44}
            aria-label={t`One more of ${name}`}
            onClick={() => onChange({ quantity: stepped(chosen.quantity, 1, line.quantity_left) })}
          >
            <IconPlus size={18} />
          </ActionIcon>
        </Group>
      )}
      {!isGone && serials.length > 0 && (
        <Checkbox.Group
          label={t`Pieces that come back`}
          value={[...chosen.serials]}
          onChange={(now) => onChange({ serials: now, quantity: now.length > 0 ? String(now.length) : "" })}
        >
          <Group gap="md" mt="xs">
            {serials.map((serial) => (
              <Checkbox key={serial} value={serial} label={serial} />
            ))}
          </Group>
        </Checkbox.Group>
      )}
      {chosen.quantity && <Destination name={name} chosen={chosen} onChange={onChange} />}
    </section>
  );
}

function Destination({ name, chosen, onChange }: Pick<Props, "chosen" | "onChange"> & { name: string }) {
  const { t } = useLingui();
  const { i18n } = useCatalog();
  const places = useLocations().filter((one) => one.is_active);
  const ways = Object.entries(DESTINATIONS).filter(([value]) => value !== "LOCATION" || places.length > 1);
  return (
    <Group gap="xs" className={classes.where}>
      <Select
        label={t`Where ${name} goes`}
        data={ways.map(([value, words]) => ({ value, label: i18n._(words) }))}
        allowDeselect={false}
        value={chosen.destination}
        onChange={(value) => onChange({ destination: (value ?? "SHELF") as Chosen["destination"] })}
      />
      {chosen.destination === "LOCATION" && (
        <Select
          label={t`Location`}
          data={places.map((one) => ({ value: one.id, label: one.name }))}
          allowDeselect={false}
          value={chosen.location || null}
          onChange={(value) => onChange({ location: value ?? "" })}
        />
      )}
    </Group>
  );
}
