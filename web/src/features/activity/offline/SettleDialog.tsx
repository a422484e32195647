/** Closes an offline sale with a note: for who looks at it later. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Modal, Textarea } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { FormFrame } from "@/components/ui/FormFrame";
import { useApiForm } from "@/components/ui/form";
import { toast } from "@/components/ui/toast";
import { useActKey } from "@/lib/keys";
import { AREA, type OfflineSale, settle } from "./api";

export function SettleDialog({ row, onDone }: { row: OfflineSale; onDone: () => void }) {
  const { t } = useLingui();
  const cache = useQueryClient();
  const key = useActKey();
  const unbooked = row.state === "NEEDS_REVIEW";
  const act = unbooked ? t`Settle by hand` : t`Mark as reviewed`;
  const api = useApiForm<{ note: string }, OfflineSale>({
    initial: { note: "" },
    validate: { note: (value: string) => (value.trim() ? null : t`Write what you found or did.`) },
    save: (values) => settle(row.id, values.note.trim(), key(values)),
    onSaved: () => {
      cache.invalidateQueries({ queryKey: [AREA] });
      toast(unbooked ? t`It is settled.` : t`It is reviewed.`);
      onDone();
    },
  });
  return (
    <Modal opened onClose={onDone} title={act}>
      <FormFrame api={api} act={act} onCancel={onDone}>
        {unbooked && (
          <p style={{ margin: 0 }}>
            <Trans>It is not booked then: goods and money stay as they are. What the till sent is kept.</Trans>
          </p>
        )}
        <Textarea
          label={t`What you found or did`}
          autosize
          minRows={2}
          maxLength={1000}
          data-autofocus
          {...api.form.getInputProps("note")}
        />
      </FormFrame>
    </Modal>
  );
}
