/** Somebody else's leave for what the operator may not do alone, given at this till by PIN: for this cart, once, for two minutes. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Chip, Group, Modal, TextInput } from "@mantine/core";
import { useEffect, useState } from "react";
import { ProblemNotice } from "@/components/ui/Notice";
import type { Need } from "@/domain/cart";
import { percent } from "@/lib/format";
import type { Person } from "../local/identity";
import { approve } from "../state/holding";
import { useTill } from "../state/till";
import { PinPad } from "./Door";
import classes from "./till.module.css";
import { useTillWords } from "./words";

interface Props {
  need: Need | undefined;
  onClose: () => void;
  onGranted: () => void;
}

export function Approval({ need, onClose, onGranted }: Props) {
  const { t } = useLingui();
  const words = useTillWords();
  const { place, session, priced } = useTill();
  const [who, setWho] = useState<Person>();
  const [reason, setReason] = useState("");
  const [error, setError] = useState<unknown>();
  useEffect(() => {
    if (!need) return;
    setWho(undefined);
    setReason("");
    setError(undefined);
  }, [need]);
  const reasons = [t`Regular customer`, t`Damaged packaging`, t`Price of a competitor`, t`Manager's decision`];
  const what: Record<string, string> = {
    "sale.discount": t`A discount above the limit`,
    "price.override": t`A price set by hand`,
    "price.below_floor": t`A price below the floor`,
    "credit.override": t`Credit above the limit`,
  };
  const line = need?.line ? priced?.lines.find((one) => one.number === need.line) : undefined;
  const others = (place?.people ?? []).filter((person) => person.has_pin && person.member !== session?.operator.member);
  const grant = async (pin: string) => {
    if (!need || !who) return;
    setError(undefined);
    const amount = need.action === "credit.override" ? need.amount.toString() : undefined;
    try {
      await approve(need.action, reason || t`Manager's decision`, who.member, pin, amount);
      onGranted();
    } catch (refused) {
      setError(words.told(refused));
    }
  };
  return (
    <Modal
      opened={need !== undefined}
      onClose={onClose}
      title={t`Approval needed`}
      closeButtonProps={{ "aria-label": t`Close` }}
    >
      {need && (
        // The focus is on what is asked, not on a key: a second Enter is no answer.
        <div data-autofocus tabIndex={-1} style={{ display: "grid", gap: "var(--space-3)", outline: "none" }}>
          <div>
            <strong>{what[need.action] ?? need.action}</strong>
            {line && (
              <div>
                {line.product.name}: {words.money(line.listPrice.toString())} → {words.money(line.unitPrice.toString())}
              </div>
            )}
            <div>
              {need.limit
                ? t`${percent(need.limit.toString())} off, ${words.money(need.amount.toString())}`
                : words.money(need.amount.toString())}
              {" · "}
              {t`Total ${words.money(priced?.total.toString() ?? "0")}`}
            </div>
            <div className={classes.small}>{t`Asked by ${session?.operator.name ?? ""}`}</div>
          </div>
          <ProblemNotice error={error} />
          <Chip.Group value={reason} onChange={(value) => setReason(String(value))}>
            <Group gap="xs">
              {reasons.map((one) => (
                <Chip key={one} value={one} size="md">
                  {one}
                </Chip>
              ))}
            </Group>
          </Chip.Group>
          <TextInput
            label={t`Reason`}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            maxLength={400}
          />
          {who ? (
            <>
              <Group justify="space-between">
                <strong>{who.name}</strong>
                <Button variant="subtle" onClick={() => setWho(undefined)}>
                  <Trans>Somebody else</Trans>
                </Button>
              </Group>
              <PinPad onPin={grant} />
            </>
          ) : (
            <ul className={classes.people} aria-label={t`Who approves?`}>
              {others.map((person) => (
                <li key={person.member}>
                  <button type="button" className={classes.person} onClick={() => setWho(person)}>
                    <span>{person.name}</span>
                    <span className={classes.small}>{person.role_name}</span>
                  </button>
                </li>
              ))}
            </ul>
          )}
        </div>
      )}
    </Modal>
  );
}
