"""Merging customers who are one: what is open moves by entries, history stays where it is and is found from the survivor.

There is no way back: the ledger only grows. Source: docs/algorithms/customers.md.
"""

from dataclasses import dataclass
from datetime import date, datetime

from optimapos.audit.models import AuditLog
from optimapos.core.actors import Actor
from optimapos.core.ids import UUID
from optimapos.core.interfaces import IMergedCustomers, implementation
from optimapos.core.operations import operation
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import BusinessRef
from optimapos.partners.locks import lock_customers
from optimapos.partners.models import (
    CreditAllocation,
    CreditTransaction,
    Customer,
    CustomerDaySchedule,
    CustomerSite,
    OpenItem,
)
from optimapos.partners.rules.customers import check_may_buy
from optimapos.partners.rules.merging import check_conflicts, check_not_merged, contacts_to_fill
from optimapos.partners.rules.sites import free_name
from optimapos.partners.selectors.customers import with_merged
from optimapos.partners.services.receivables import CustomerLedger
from optimapos.partners.types import CreditKind

NAME_LENGTH = 200


class CustomerMergeService:
    """Merges customers."""

    @staticmethod
    @operation
    def merge(
        *,
        business: BusinessRef,
        actor: Actor,
        customer_id: UUID,
        into: UUID,
        on: date,
        at: datetime,
        accept_conflicts: bool = False,
    ) -> Result[Customer]:
        """Let `into` take over what is open, sites, days of the week, statistics and contact data that it has none of from a
        customer, who goes out of use; the survivor as it stands then. `on`: the day of the asking place that the entries are
        booked on.

        Refuses: MERGE_WITH_ITSELF, CUSTOMER_NOT_FOUND, CUSTOMER_MERGED (data: customer, merged_into), CUSTOMER_BLOCKED (the
        survivor is out of use), MERGE_CONFLICT (data: conflicts, outstanding_balance, credit_limit), BUSY.
        """
        if customer_id == into:
            raise DomainError("MERGE_WITH_ITSELF", "A customer can't be merged into itself.")
        before = with_merged(business, customer_id)
        locked = lock_customers(business, [*before, into])
        source, survivor = locked[customer_id], locked[into]
        if set(with_merged(business, customer_id)) - set(before):
            raise DomainError("BUSY", "The customer took over another one meanwhile. Try again.")
        for each in (source, survivor):
            check_not_merged(each.pk, each.merged_into_id)
        check_may_buy(is_active=survivor.is_active, sales_blocked=False)
        if not accept_conflicts:
            check_conflicts(source, survivor)
        moved = _Move(source, survivor, actor.user_id, on, at).run()
        _move_sites(source, survivor)
        _move_days(source, survivor)
        implementation(IMergedCustomers).merged(business=business, customer_id=source.pk, into=survivor.pk)
        filled = _fill(source, survivor)
        _point_to(source, survivor)
        CustomerLedger(survivor, actor.user_id, at).settle_open()
        _log(actor, source, survivor, moved, filled)
        survivor.refresh_from_db()  # amounts as a later read tells them
        return Result.success(survivor)


@dataclass(frozen=True, slots=True)
class _Move:
    """What is open of one customer, on its way to another; both are locked."""

    source: Customer
    survivor: Customer
    user_id: UUID
    on: date
    at: datetime

    def run(self) -> int:
        """Move it by two entries each; how many were open."""
        business = self.source.business_id
        rows = OpenItem.objects.for_business(business)
        items = list(rows.filter(customer=self.source).select_related("entry").order_by("pk"))
        against = [self._entry(self.source, item, sign=-1) for item in items]
        taken = [self._entry(self.survivor, item, sign=1) for item in items]
        CreditTransaction.objects.for_business(business).bulk_create([*against, *taken])
        CreditAllocation.objects.for_business(business).bulk_create(map(self._allocation, items, against))
        rows.filter(customer=self.source).delete()
        rows.bulk_create(
            OpenItem(
                entry=entry,
                business_id=entry.business_id,
                customer=self.survivor,
                due_date=entry.due_date,
                open_amount=entry.amount,
            )
            for entry in taken
        )
        for item in items:
            self.source.outstanding_balance -= item.open_amount
            self.survivor.outstanding_balance += item.open_amount
        return len(items)

    def _entry(self, customer: Customer, item: OpenItem, *, sign: int) -> CreditTransaction:
        """What is open of an entry, owed (above zero) or taken off what is owed. Only a debt has a source, by which it is
        paid.
        """
        amount = sign * item.open_amount
        due = item.due_date if sign > 0 else self.on
        return CreditTransaction(
            business_id=customer.business_id,
            customer=customer,
            kind=CreditKind.MERGE,
            amount=amount,
            due_date=due if amount > 0 else None,
            source_id=item.entry.source_id if item.open_amount > 0 else None,
            reference=item.entry.reference,
            user_id=self.user_id,
            moved_from=item.entry,
            business_date=self.on,
            occurred_at=self.at,
        )

    def _allocation(self, item: OpenItem, against: CreditTransaction) -> CreditAllocation:
        credit, debit = (against, item.entry) if item.open_amount > 0 else (item.entry, against)
        return CreditAllocation(
            business_id=self.source.business_id,
            customer=self.source,
            credit=credit,
            debit=debit,
            amount=abs(item.open_amount),
            user_id=self.user_id,
            created_at=self.at,
        )


def _move_sites(source: Customer, survivor: Customer) -> None:
    """All sites; a name that the survivor has gets the source's code, and the survivor's primary site stays the one."""
    rows = CustomerSite.objects.for_business(source.business_id)
    own = list(rows.filter(customer=survivor))
    names, has_primary = {site.name for site in own}, any(site.is_primary for site in own)
    moving = list(rows.filter(customer=source).order_by("pk"))
    for site in moving:
        site.customer = survivor
        site.name = free_name(site.name, names, suffix=source.code, limit=NAME_LENGTH)
        site.is_primary = site.is_primary and not has_primary
        names.add(site.name)
    rows.bulk_update(moving, ["customer", "name", "is_primary"])


def _move_days(source: Customer, survivor: Customer) -> None:
    """The days of which the survivor's week says nothing; the others stay with the source, where nobody looks for them."""
    rows = CustomerDaySchedule.objects.for_business(source.business_id)
    taken = list(rows.filter(customer=survivor).values_list("day", flat=True))
    rows.filter(customer=source).exclude(day__in=taken).update(customer=survivor)


def _fill(source: Customer, survivor: Customer) -> list[str]:
    """Contact data of the source where the survivor has none; which. The source keeps its own."""
    found = contacts_to_fill(source, survivor)
    for column, value in found.items():
        setattr(survivor, column, value)
    return sorted(found)


def _point_to(source: Customer, survivor: Customer) -> None:
    """Whoever was merged into the source before, and is locked with it, is found from the survivor, too, by one step."""
    Customer.objects.for_business(source.business_id).filter(merged_into=source).update(merged_into=survivor)
    source.merged_into, source.is_active = survivor, False
    source.save(update_fields=["merged_into", "is_active", "outstanding_balance", "updated_at"])
    survivor.save()  # all of it, so that what is sealed, or derived, is made anew for this row


def _log(actor: Actor, source: Customer, survivor: Customer, moved: int, filled: list[str]) -> None:
    """On both, by ids and names of columns alone."""
    taken = {"filled": filled} if filled else {}
    sides = (
        ("customer.merged", source, {"into": str(survivor.pk)}),
        ("customer.took_over", survivor, {"from": str(source.pk), **taken}),
    )
    for event_type, customer, told in sides:
        AuditLog.log_event(
            event_type,
            business=customer.business_id,
            actor=actor,
            customer_id=customer.pk,
            event_data={"open_items": moved, **told},
        )
