/** Taking suppliers out of use and blocking their deliveries: done at once, with the way back. */
import { useLingui } from "@lingui/react/macro";
import { toastWithUndo } from "@/components/ui/undo";
import { idempotencyKey } from "@/lib/api";
import { type Supplier, type SupplierFields, useChangeSupplier } from "./api";

type Flag = "is_active" | "delivery_blocked";

export function useFlags() {
  const { t } = useLingui();
  const { mutate, error, reset } = useChangeSupplier();
  const words = (flag: Flag, value: boolean, name: string) =>
    ({
      is_active: value ? t`${name} is in use again.` : t`${name} is out of use.`,
      delivery_blocked: value ? t`Deliveries of ${name} are blocked.` : t`${name} may deliver again.`,
    })[flag];
  const change = (supplier: Supplier, fields: Partial<SupplierFields>, done?: () => void) =>
    mutate({ supplier, fields, key: idempotencyKey() }, done ? { onSuccess: done } : {});
  const set = (supplier: Supplier, flag: Flag, value: boolean) => {
    reset();
    change(supplier, { [flag]: value }, () =>
      toastWithUndo(words(flag, value, supplier.name), () =>
        change({ ...supplier, [flag]: value }, { [flag]: !value }),
      ),
    );
  };
  return { set, error };
}
