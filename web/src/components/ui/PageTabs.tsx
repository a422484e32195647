/** The parts of a page as tabs, which one is in the address. */
import { Tabs } from "@mantine/core";
import type { ReactNode } from "react";
import { useQueryState } from "@/components/list/state";

export interface Part {
  id: string;
  label: string;
  content: () => ReactNode;
}

export function PageTabs({ parts, label }: { parts: readonly Part[]; label: string }) {
  const [query, change] = useQueryState();
  const shown = parts.find((part) => part.id === query.tab) ?? parts[0];
  if (!shown) return null;
  const cleared = Object.fromEntries(Object.keys(query).map((name) => [name, undefined]));
  return (
    <Tabs value={shown.id} onChange={(id) => change({ ...cleared, tab: id ?? undefined })} keepMounted={false}>
      <Tabs.List aria-label={label} style={{ flexWrap: "nowrap", overflowX: "auto" }}>
        {parts.map((part) => (
          <Tabs.Tab key={part.id} value={part.id} style={{ minHeight: 44 }}>
            {part.label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value={shown.id} pt="md">
        {shown.content()}
      </Tabs.Panel>
    </Tabs>
  );
}
