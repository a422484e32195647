/** Taking customers out of use and blocking them: done at once, with the way back. */
import { useLingui } from "@lingui/react/macro";
import { toastWithUndo } from "@/components/ui/undo";
import { idempotencyKey } from "@/lib/api";
import { type Customer, type CustomerFields, useChangeCustomer } from "./api";

type Flag = "is_active" | "credit_blocked" | "sales_blocked";

export function useFlags() {
  const { t } = useLingui();
  const { mutate, error, reset } = useChangeCustomer();
  const words = (flag: Flag, value: boolean, name: string) =>
    ({
      is_active: value ? t`${name} is in use again.` : t`${name} is out of use.`,
      credit_blocked: value ? t`Credit is blocked for ${name}.` : t`${name} may buy on credit again.`,
      sales_blocked: value ? t`Sales to ${name} are blocked.` : t`${name} may buy again.`,
    })[flag];
  const change = (customer: Customer, fields: Partial<CustomerFields>, done?: () => void) =>
    mutate({ customer, fields, key: idempotencyKey() }, done ? { onSuccess: done } : {});
  const set = (customer: Customer, flag: Flag, value: boolean) => {
    reset();
    change(customer, { [flag]: value }, () =>
      toastWithUndo(words(flag, value, customer.name), () =>
        change({ ...customer, [flag]: value }, { [flag]: !value }),
      ),
    );
  };
  return { set, error };
}
