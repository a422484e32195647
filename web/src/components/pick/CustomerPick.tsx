/** A customer, found by name, number, phone or e-mail. */
import { asQuery } from "@/components/list/state";
import { type Choice, Pick } from "@/components/ui/Pick";
import { answer, desk } from "@/lib/api";

type Props = Omit<Parameters<typeof Pick>[0], "kind" | "load">;

async function load(search: string, signal: AbortSignal): Promise<Choice[]> {
  const query = { page_size: 20, is_active: true, ...(search ? { search } : {}) };
  const page = await answer(desk.GET("/api/customers/", { params: { query: asQuery(query) }, signal }));
  return page.results.map((row) => ({ value: row.id, label: `${row.name} · ${row.code}` }));
}

export function CustomerPick(props: Props) {
  return <Pick {...props} kind="customers" load={load} />;
}
