/** The address of the document that moved stock, where there is a page of it. */
const PAGES: Record<string, string> = {
  TRANSFER: "/stock/transfers",
  ADJUSTMENT: "/stock/adjustments",
  COUNT: "/stock/counts",
  DELIVERY: "/purchasing/deliveries",
  SUPPLIER_RETURN: "/purchasing/returns",
  SUPPLIER_INVOICE: "/purchasing/invoices",
  LANDED_COST: "/purchasing/landed-costs",
};

export function sourceOf(type: string, id: string): string | undefined {
  const page = PAGES[type];
  return page && `${page}/${id}`;
}
