/** The places of a customer: where goods and bills go. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Group, Modal } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { EmptyState } from "@/components/ui/EmptyState";
import { ProblemNotice } from "@/components/ui/Notice";
import { Section } from "@/components/ui/Page";
import { SimpleTable } from "@/components/ui/SimpleTable";
import { StatusBadge } from "@/components/ui/StatusBadge";
import { Waiting } from "@/components/ui/Waiting";
import { percent } from "@/lib/format";
import { useMay } from "@/lib/session";
import { type Site, sitesQuery } from "../api";
import { SiteForm } from "./SiteForm";

export function SitesPart({ id }: { id: string }) {
  const { t } = useLingui();
  const may = useMay();
  const { data, error } = useQuery(sitesQuery(id));
  const [edited, setEdited] = useState<Site | "new">();
  const close = () => setEdited(undefined);
  const add = may("customer.manage") && (
    <Button size="sm" leftSection={<IconPlus size={18} aria-hidden />} onClick={() => setEdited("new")}>
      <Trans>Add site</Trans>
    </Button>
  );
  const sites = data?.results ?? [];
  return (
    <Section title={t`Sites`} actions={sites.length > 0 && add}>
      <ProblemNotice error={error} />
      {!data && !error && <Waiting label={t`Loading the sites`} />}
      {data && sites.length === 0 && (
        <EmptyState title={t`No sites yet`} action={add}>
          <Trans>A site is a place of the customer: a shop to deliver to, an office that gets the bills.</Trans>
        </EmptyState>
      )}
      {sites.length > 0 && <SitesTable sites={sites} {...(may("customer.manage") && { onEdit: setEdited })} />}
      <Modal
        opened={edited !== undefined}
        onClose={close}
        title={edited === "new" ? t`Add site` : t`Change site`}
        size="lg"
      >
        {edited && <SiteForm customer={id} site={edited === "new" ? undefined : edited} onDone={close} />}
      </Modal>
    </Section>
  );
}

function SitesTable({ sites, onEdit }: { sites: readonly Site[]; onEdit?: (site: Site) => void }) {
  const { t } = useLingui();
  return (
    <SimpleTable
      label={t`Sites`}
      head={[
        { label: t`Site` },
        { label: t`Address` },
        { label: t`Contact` },
        { label: t`Use` },
        { label: <span className="visually-hidden">{t`Actions`}</span> },
      ]}
      rows={sites.map((site) => ({
        key: site.id,
        cells: [
          site.name,
          [site.address, site.city].filter(Boolean).join(", ") || "-",
          [site.contact_person, site.phone].filter(Boolean).join(", ") || "-",
          <Uses key="uses" site={site} />,
          onEdit && (
            <Button
              key="edit"
              variant="default"
              size="compact-sm"
              aria-label={t`Change site ${site.name}`}
              onClick={() => onEdit(site)}
            >
              <Trans>Change</Trans>
            </Button>
          ),
        ],
      }))}
    />
  );
}

function Uses({ site }: { site: Site }) {
  const { t } = useLingui();
  const words = [
    site.is_primary && t`main site`,
    site.is_delivery_address && t`deliveries`,
    site.is_billing_address && t`bills`,
    site.special_discount && t`discount ${percent(site.special_discount)}`,
  ].filter(Boolean);
  return (
    <Group gap="xs">
      {site.is_active === false && (
        <StatusBadge tone="cancelled">{t({ message: "Out of use", context: "a partner" })}</StatusBadge>
      )}
      {words.join(", ") || "-"}
    </Group>
  );
}
