/** The receipt as the customer got it: to look at, to print again, and as a PDF. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Group } from "@mantine/core";
import { IconDownload, IconPrinter } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { ProblemNotice } from "@/components/ui/Notice";
import { Section } from "@/components/ui/Page";
import { Waiting } from "@/components/ui/Waiting";
import { answer, desk, type Schemas } from "@/lib/api";
import classes from "./Receipt.module.css";

const read = (id: string, as: "html" | "pdf", signal?: AbortSignal) =>
  answer(
    desk.GET("/api/sales/{id}/receipt/", {
      params: { path: { id }, query: { as } },
      parseAs: as === "pdf" ? "blob" : "text",
      ...(signal ? { signal } : {}),
    }),
  );

export function Receipt({ sale }: { sale: Schemas["Sale"] }) {
  const { t } = useLingui();
  const frame = useRef<HTMLIFrameElement>(null);
  const [fault, setFault] = useState<unknown>();
  const { data, error, isPending } = useQuery({
    queryKey: ["sales", sale.id, "receipt"],
    queryFn: async ({ signal }) => String(await read(sale.id, "html", signal)),
  });
  const savePdf = async () => {
    setFault(undefined);
    try {
      const file = (await read(sale.id, "pdf")) as unknown as Blob;
      const link = document.createElement("a");
      link.href = URL.createObjectURL(file);
      link.download = `${sale.receipt_number ?? "receipt"}.pdf`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1_000);
    } catch (refused) {
      setFault(refused);
    }
  };
  return (
    <Section
      title={t`Receipt`}
      actions={
        <Group gap="xs">
          <Button
            size="sm"
            leftSection={<IconPrinter size={18} aria-hidden />}
            disabled={!data}
            onClick={() => frame.current?.contentWindow?.print()}
          >
            <Trans>Print receipt</Trans>
          </Button>
          <Button
            size="sm"
            variant="default"
            leftSection={<IconDownload size={18} aria-hidden />}
            onClick={savePdf}
          >
            <Trans>Save as PDF</Trans>
          </Button>
        </Group>
      }
    >
      <ProblemNotice error={error ?? fault} />
      {isPending && !error && <Waiting label={t`Loading the receipt`} />}
      {data && (
        <iframe
          ref={frame}
          className={classes.paper}
          title={t`Receipt ${sale.receipt_number ?? ""}`}
          srcDoc={data}
          sandbox="allow-same-origin allow-modals"
        />
      )}
    </Section>
  );
}
