/** Says that something was done, with the way back for as long as it is shown. */
import { Trans } from "@lingui/react/macro";
import { Button, Group } from "@mantine/core";
import { notifications } from "@mantine/notifications";

const UNDO_MS = 8_000;

export function toastWithUndo(message: string, undo: () => void): void {
  const id = crypto.randomUUID();
  const back = () => {
    notifications.hide(id);
    undo();
  };
  notifications.show({
    id,
    autoClose: UNDO_MS,
    withBorder: true,
    message: (
      <Group justify="space-between" wrap="nowrap">
        <span>{message}</span>
        <Button size="sm" variant="default" onClick={back}>
          <Trans>Undo</Trans>
        </Button>
      </Group>
    ),
  });
}
