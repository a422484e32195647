/** Success and Undo only; what has to be acted on stands where it happened. */
import { notifications } from "@mantine/notifications";

const UNDO_MS = 8_000;

export function toast(message: string): void {
  notifications.show({ message, autoClose: UNDO_MS, withBorder: true });
}
