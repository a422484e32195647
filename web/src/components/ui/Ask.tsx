/** Asks before what can't be taken back: a title that is a question, and buttons that repeat it as verbs. */
import { Button, Group, Modal } from "@mantine/core";
import type { ReactNode } from "react";
import { ProblemNotice } from "./Notice";

interface Props {
  opened: boolean;
  title: string;
  children?: ReactNode;
  /** The verb that does it, such as "Void sale". */
  act: string;
  /** The verb that leaves it, such as "Keep sale". */
  keep: string;
  /** Whether what it takes, such as a reason, is there. */
  ready?: boolean;
  busy?: boolean;
  error?: unknown;
  dangerous?: boolean;
  onAct: () => void;
  onKeep: () => void;
}

export function Ask({
  opened,
  title,
  children,
  act,
  keep,
  ready = true,
  busy,
  error,
  dangerous,
  onAct,
  onKeep,
}: Props) {
  return (
    <Modal opened={opened} onClose={onKeep} title={title} withCloseButton={false}>
      {children}
      <ProblemNotice error={error} />
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onKeep} data-autofocus>
          {keep}
        </Button>
        <Button color={dangerous ? "red" : "brand"} loading={busy ?? false} disabled={!ready} onClick={onAct}>
          {act}
        </Button>
      </Group>
    </Modal>
  );
}
