/** What stands in for rows that are on their way: nothing for 300 ms, then their shape. */
import { Skeleton } from "@mantine/core";
import { useTimeout } from "@mantine/hooks";
import { useState } from "react";

export function Waiting({ rows = 6, label }: { rows?: number; label: string }) {
  const [late, setLate] = useState(false);
  useTimeout(() => setLate(true), 300, { autoInvoke: true });
  if (!late) return <div style={{ minHeight: `${rows * 2.5}rem` }} />;
  return (
    <div role="status" aria-label={label} style={{ minHeight: `${rows * 2.5}rem` }}>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows without identity
        <Skeleton key={row} height={28} mb={12} />
      ))}
    </div>
  );
}
