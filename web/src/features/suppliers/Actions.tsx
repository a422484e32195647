/** What may be done with a supplier. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Menu, Modal } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconDots, IconPencil } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useMay } from "@/lib/session";
import type { Supplier } from "./api";
import type { useFlags } from "./flags";
import { OpeningForm } from "./OpeningForm";

interface Props {
  supplier: Supplier;
  set: ReturnType<typeof useFlags>["set"];
}

export function Actions({ supplier, set }: Props) {
  const { t } = useLingui();
  const may = useMay();
  const [opening, modal] = useDisclosure(false);
  const isUsed = supplier.is_active !== false;
  const manages = may("supplier.manage");
  if (!manages && !may("supplier.pay")) return null;
  return (
    <>
      {manages && (
        <Button
          component={Link}
          to={`/suppliers/${supplier.id}/edit`}
          leftSection={<IconPencil size={18} aria-hidden />}
        >
          <Trans>Edit supplier</Trans>
        </Button>
      )}
      <Menu>
        <Menu.Target>
          <Button variant="default" leftSection={<IconDots size={18} aria-hidden />}>
            <Trans>More</Trans>
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {may("supplier.pay") && (
            <Menu.Item onClick={modal.open}>
              <Trans>Enter opening balance</Trans>
            </Menu.Item>
          )}
          {manages && (
            <>
              <Menu.Item onClick={() => set(supplier, "delivery_blocked", !supplier.delivery_blocked)}>
                {supplier.delivery_blocked ? <Trans>Allow deliveries</Trans> : <Trans>Block deliveries</Trans>}
              </Menu.Item>
              <Menu.Item onClick={() => set(supplier, "is_active", !isUsed)}>
                {isUsed ? <Trans>Take out of use</Trans> : <Trans>Put back into use</Trans>}
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      <Modal opened={opening} onClose={modal.close} title={t`Opening balance`} size="lg">
        <OpeningForm supplier={supplier} onDone={modal.close} />
      </Modal>
    </>
  );
}
