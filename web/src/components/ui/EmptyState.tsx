/** Why there is nothing here, and the one thing to do about it. */
import { Text, Title } from "@mantine/core";
import type { ReactNode } from "react";

export function EmptyState({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div style={{ padding: "var(--space-7) var(--space-4)", textAlign: "center" }}>
      <Title order={2}>{title}</Title>
      {children && (
        <Text c="dimmed" mt="xs" maw="34rem" mx="auto">
          {children}
        </Text>
      )}
      {action && <div style={{ marginBlockStart: "var(--space-4)" }}>{action}</div>}
    </div>
  );
}
