/** Who approves, and their PIN. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Group } from "@mantine/core";
import { useState } from "react";
import { Notice } from "@/components/ui/Notice";
import type { Person } from "../local/identity";
import { useTill } from "../state/till";
import { PinPad } from "./Door";
import classes from "./till.module.css";

interface Props {
  /** Whether somebody's role permits it, as far as this till knows; the server decides. */
  mayApprove: (person: Person) => boolean;
  onPin: (member: string, pin: string) => Promise<void>;
}

export function ApproverPad({ mayApprove, onPin }: Props) {
  const { t } = useLingui();
  const { place, session } = useTill();
  const [who, setWho] = useState<Person>();
  const others = (place?.people ?? []).filter(
    (person) => person.has_pin && person.member !== session?.operator.member && mayApprove(person),
  );
  if (who) {
    return (
      <>
        <Group justify="space-between">
          <strong>{who.name}</strong>
          <Button variant="subtle" onClick={() => setWho(undefined)}>
            <Trans>Somebody else</Trans>
          </Button>
        </Group>
        <PinPad onPin={(pin) => onPin(who.member, pin)} />
      </>
    );
  }
  if (others.length === 0) return <Notice kind="warning">{t`Nobody who works here may approve this.`}</Notice>;
  return (
    <ul className={classes.people} aria-label={t`Who approves?`}>
      {others.map((person, at) => (
        <li key={person.member}>
          <button type="button" className={classes.person} autoFocus={at === 0} onClick={() => setWho(person)}>
            <span>{person.name}</span>
            <span className={classes.small}>{person.role_name}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
