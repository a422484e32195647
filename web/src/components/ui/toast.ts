/** Success and Undo only; what has to be acted on stands where it happened. */
import { i18n } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { notifications } from "@mantine/notifications";

const UNDO_MS = 8_000;

export function toast(message: string): void {
  notifications.show({
    message,
    autoClose: UNDO_MS,
    withBorder: true,
    closeButtonProps: { "aria-label": i18n._(msg`Close`) },
  });
}
