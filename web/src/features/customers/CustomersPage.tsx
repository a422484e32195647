/** Everybody who buys by name: the four figures, who they are, what they owe and may still take, and what to do. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Menu } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlus } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { CustomerCreateModal } from "@/components/customers/CustomerCreateModal";
import { ListPage } from "@/components/list/ListPage";
import { useQueryState } from "@/components/list/state";
import { ProblemNotice } from "@/components/ui/Notice";
import { toast } from "@/components/ui/toast";
import { useCurrency, useMay } from "@/lib/session";
import { type Customer, createCustomer, customerQuery, findCustomers, listCustomers, useForget } from "./api";
import { useColumnsOfCustomers, useFiltersOfCustomers } from "./columns";
import { useFlags } from "./flags";
import { Metrics } from "./Metrics";

export default function CustomersPage() {
  const { t } = useLingui();
  const currency = useCurrency();
  const may = useMay();
  const columns = useColumnsOfCustomers(currency);
  const filters = useFiltersOfCustomers();
  const flags = useFlags();
  const [creating, modal] = useDisclosure(false);
  const manages = may("customer.manage");
  const create = (
    <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={modal.open}>
      <Trans>New customer</Trans>
    </Button>
  );
  return (
    <>
      <ListPage
        id="customers"
        title={t`Customers`}
        searchLabel={t`Name, number, phone or e-mail`}
        columns={columns}
        filters={filters}
        read={listCustomers}
        rowKey={(row) => row.id}
        rowTo={(row) => `/customers/${row.id}`}
        above={
          <>
            <Metrics currency={currency} />
            <ProblemNotice error={flags.error} />
          </>
        }
        primary={manages && create}
        actions={
          manages && (
            <Button variant="default" component={Link} to="/customers/doubles">
              <Trans>Find doubles</Trans>
            </Button>
          )
        }
        {...(manages && { rowMenu: (row: Customer) => <RowActions customer={row} set={flags.set} /> })}
        empty={{
          title: t`No customers yet`,
          text: t`Add the first, or import a list of them. At the till they are added during the sale.`,
          action: manages && create,
        }}
      />
      <Creating opened={creating} onClose={modal.close} />
    </>
  );
}

function RowActions({ customer, set }: { customer: Customer; set: ReturnType<typeof useFlags>["set"] }) {
  return (
    <>
      <Menu.Item component={Link} to={`/customers/${customer.id}/edit`}>
        <Trans>Edit customer</Trans>
      </Menu.Item>
      <Menu.Item onClick={() => set(customer, "credit_blocked", !customer.credit_blocked)}>
        {customer.credit_blocked ? <Trans>Allow credit</Trans> : <Trans>Block credit</Trans>}
      </Menu.Item>
      <Menu.Item onClick={() => set(customer, "is_active", customer.is_active === false)}>
        {customer.is_active === false ? <Trans>Put back into use</Trans> : <Trans>Take out of use</Trans>}
      </Menu.Item>
    </>
  );
}

/** The new customer's page is where one goes on, with the terms that the dialog does not ask for. */
function Creating({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const client = useQueryClient();
  const forget = useForget();
  const [query] = useQueryState();
  return (
    <CustomerCreateModal<Customer>
      opened={opened}
      onClose={onClose}
      typed={query.search ?? ""}
      save={createCustomer}
      find={findCustomers}
      onChosen={(customer, how) => {
        onClose();
        client.setQueryData(customerQuery(customer.id).queryKey, customer);
        forget();
        if (how === "created") toast(t`${customer.name} is saved as ${customer.code}.`);
        navigate({ to: `/customers/${customer.id}` });
      }}
    />
  );
}
