/** Coupons: typed here or scanned anywhere; what each takes off, and why one is not taken. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Modal } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useState } from "react";
import { Notice } from "@/components/ui/Notice";
import { showCoupon, takeCouponBack } from "../state/coupons";
import { type CodeFault, useTill } from "../state/till";
import { beep } from "./sound";
import classes from "./till.module.css";
import { useFaultWords } from "./UnknownCode";
import { useTillWords } from "./words";

interface Props {
  opened: boolean;
  onClose: () => void;
}

export function Coupons({ opened, onClose }: Props) {
  const { t } = useLingui();
  return (
    <Modal opened={opened} onClose={onClose} title={t`Coupons`} closeButtonProps={{ "aria-label": t`Close` }}>
      {opened && <Shown onDone={onClose} />}
    </Modal>
  );
}

function Shown({ onDone }: { onDone: () => void }) {
  const { t } = useLingui();
  const words = useTillWords();
  const faults = useFaultWords();
  const { cart, priced } = useTill();
  const [text, setText] = useState("");
  const [fault, setFault] = useState<{ code: string; why: CodeFault }>();
  const [busy, setBusy] = useState(false);
  const show = async () => {
    setBusy(true);
    const code = text.trim();
    const why = await showCoupon(code);
    setBusy(false);
    setFault(why ? { code, why } : undefined);
    beep(why ? "unknown" : "added");
    if (!why) setText("");
  };
  const offOf = (code: string) => priced?.promotions.find((used) => used.coupon === code);
  return (
    <form
      className={classes.stack}
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim()) void show();
        else onDone();
      }}
    >
      {fault && <Notice kind="danger">{faults(fault.code, fault.why)}</Notice>}
      <ul className={classes.taken} aria-label={t`Coupons in the cart`}>
        {cart.coupons.map(({ code }) => {
          const used = offOf(code);
          return (
            <li key={code}>
              <span>
                {code}
                <span className={classes.small}>
                  {" "}
                  {used ? (
                    <>
                      {used.terms.name} {words.money(used.amount.negated().toString())}
                    </>
                  ) : (
                    <Trans>Takes nothing off this cart</Trans>
                  )}
                </span>
              </span>
              <button
                type="button"
                className={classes.iconButton}
                aria-label={t`Take ${code} off`}
                onClick={() => void takeCouponBack(code)}
              >
                <IconX aria-hidden />
              </button>
            </li>
          );
        })}
      </ul>
      <input
        className={`${classes.searchField} ${classes.plainField}`}
        aria-label={t`Code of the coupon`}
        placeholder={t`Scan or type the code`}
        autoComplete="off"
        data-autofocus
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button type="submit" size="lg" loading={busy}>
        {text.trim() ? <Trans>Take this coupon</Trans> : <Trans>Back to the cart</Trans>}
      </Button>
    </form>
  );
}
