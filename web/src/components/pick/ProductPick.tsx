/** A product, found by name, SKU, PLU or barcode. */
import { asQuery } from "@/components/list/state";
import { type Choice, Pick } from "@/components/ui/Pick";
import { answer, desk, type Schemas } from "@/lib/api";

type Props = Omit<Parameters<typeof Pick>[0], "kind" | "load">;

const choice = (product: Schemas["Product"]): Choice => ({
  value: product.id,
  label: `${product.name} · ${product.sku}`,
});

async function load(search: string, signal: AbortSignal): Promise<Choice[]> {
  const query = { page_size: 20, ...(search ? { search } : { sort: "name" }) };
  const page = await answer(desk.GET("/api/products/", { params: { query: asQuery(query) }, signal }));
  return page.results.map(choice);
}

export function ProductPick(props: Props) {
  return <Pick {...props} kind="products" load={load} />;
}
