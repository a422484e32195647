/** What may be done with a customer: the usual thing as a button, the rest in a menu. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Menu, Modal } from "@mantine/core";
import { IconCash, IconDots } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useMay } from "@/lib/session";
import { AdjustForm } from "./AdjustForm";
import type { Customer } from "./api";
import type { useFlags } from "./flags";
import { LimitForm } from "./LimitForm";
import { OpeningForm } from "./OpeningForm";
import { PaymentForm } from "./PaymentForm";

type Act = "payment" | "adjust" | "opening" | "limit";

interface Props {
  customer: Customer;
  set: ReturnType<typeof useFlags>["set"];
}

export function Actions({ customer, set }: Props) {
  const { t } = useLingui();
  const may = useMay();
  const [act, setAct] = useState<Act>();
  const close = () => setAct(undefined);
  const titles: Record<Act, string> = {
    payment: t`Take payment`,
    adjust: t`Adjust credit`,
    opening: t`Opening balance`,
    limit: t`Credit limit`,
  };
  return (
    <>
      {may("sale.sell") && (
        <Button leftSection={<IconCash size={18} aria-hidden />} onClick={() => setAct("payment")}>
          <Trans>Take payment</Trans>
        </Button>
      )}
      {(may("customer.manage") || may("credit.adjust")) && (
        <Menu>
          <Menu.Target>
            <Button variant="default" leftSection={<IconDots size={18} aria-hidden />}>
              <Trans>More</Trans>
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Items customer={customer} set={set} onAct={setAct} />
          </Menu.Dropdown>
        </Menu>
      )}
      <Modal opened={act !== undefined} onClose={close} title={act && titles[act]} size="lg">
        {act === "payment" && <PaymentForm customer={customer} onDone={close} />}
        {act === "adjust" && <AdjustForm customer={customer} onDone={close} />}
        {act === "opening" && <OpeningForm customer={customer} onDone={close} />}
        {act === "limit" && <LimitForm customer={customer} onDone={close} />}
      </Modal>
    </>
  );
}

function Items({ customer, set, onAct }: Props & { onAct: (act: Act) => void }) {
  const may = useMay();
  const isUsed = customer.is_active !== false;
  return (
    <>
      {may("customer.manage") && (
        <Menu.Item component={Link} to={`/customers/${customer.id}/edit`}>
          <Trans>Edit customer</Trans>
        </Menu.Item>
      )}
      {may("credit.adjust") && (
        <>
          <Menu.Item onClick={() => onAct("adjust")}>
            <Trans>Adjust credit</Trans>
          </Menu.Item>
          <Menu.Item onClick={() => onAct("opening")}>
            <Trans>Enter opening balance</Trans>
          </Menu.Item>
        </>
      )}
      {may("customer.manage") && (
        <>
          <Menu.Item onClick={() => onAct("limit")}>
            <Trans>Change credit limit</Trans>
          </Menu.Item>
          <Menu.Item onClick={() => set(customer, "credit_blocked", !customer.credit_blocked)}>
            {customer.credit_blocked ? <Trans>Allow credit</Trans> : <Trans>Block credit</Trans>}
          </Menu.Item>
          <Menu.Item onClick={() => set(customer, "sales_blocked", !customer.sales_blocked)}>
            {customer.sales_blocked ? <Trans>Allow sales</Trans> : <Trans>Block sales</Trans>}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item component={Link} to={`/customers/${customer.id}/merge`}>
            <Trans>Merge into another customer</Trans>
          </Menu.Item>
          <Menu.Item onClick={() => set(customer, "is_active", !isUsed)}>
            {isUsed ? <Trans>Take out of use</Trans> : <Trans>Put back into use</Trans>}
          </Menu.Item>
        </>
      )}
    </>
  );
}
