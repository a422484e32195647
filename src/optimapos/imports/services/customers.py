"""Customers: created, or updated by code. What a new one owes from before is booked by the service of receivables."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connections

from optimapos.core.actors import Capability
from optimapos.core.money import ZERO, currency_exponent
from optimapos.core.quantities import has_at_most_places
from optimapos.core.result import DomainError
from optimapos.core.sealed import keys_of, seal_together
from optimapos.core.sealing import indexes_of
from optimapos.core.tenancy import APP
from optimapos.imports.locks import lock_named_customers
from optimapos.imports.rules.formats import CUSTOMERS
from optimapos.imports.services.staging import Run, Staged, add_problems
from optimapos.imports.sql import customers as sql
from optimapos.imports.types import Counts, Problem, Values
from optimapos.nomenclatures.models import PriceGroup
from optimapos.nomenclatures.services import bump_settings_version
from optimapos.organization.models import Business, Location
from optimapos.organization.selectors import visible_locations
from optimapos.partners.models import Customer
from optimapos.partners.rules.contacts import check_tax_number, cleaned_phone, phone_digits
from optimapos.partners.services import CustomerCreditService
from optimapos.partners.services.customers import PRICED_BY

COMPARED = 1_000
_EMPTIED = dict.fromkeys(("contact_person", "phone", "email", "vat_number", "city", "address", "notes"), "") | {
    "price_group": None
}
"""What an empty cell empties; any other one leaves its column as it is."""
_WRITTEN = tuple(name for name in sql.NAMES if name not in {"line", "code", "outstanding_balance"})
_UNIQUE: Mapping[str, Callable[[str], str]] = {"phone": phone_digits, "vat_number": str}
_SAID = {
    "phone": "This is no phone number. Write it with the country's prefix, such as +359 88 812 3456.",
    "vat_number": "This is no tax number of its country. Check its digits, or take the VAT registration off.",
}


@dataclass(frozen=True, slots=True, eq=False)
class _Line:
    """A line, its customer if there is one, and the columns that it will have."""

    values: Mapping[str, Any]
    stored: Customer | None
    wanted: Mapping[str, Any]
    problems: list[Problem] = field(default_factory=list)

    @property
    def number(self) -> int:
        number: int = self.values["line"]
        return number

    @property
    def changed(self) -> set[str]:
        """The columns that the line changes."""
        return {name for name, value in self.wanted.items() if getattr(self.stored, name, None) != value}


class CustomerImporter:
    """Brings customers, by the rules of their service."""

    columns = CUSTOMERS
    tables = {"staged": sql.STAGED}

    @staticmethod
    def staged(line: int, values: Values) -> Iterable[Staged]:
        """The customer."""
        yield "staged", (line, *(values.get(name) for name in sql.NAMES[1:]))

    @staticmethod
    def compare(run: Run) -> None:
        """Find each line's customer, and what is wrong."""
        if run.locks:
            lock_named_customers(run.business_id)
        run.execute(sql.RESOLVED)
        for statement in sql.COMPARISONS:
            run.execute(statement)
        look = _Look(run)
        for lines in look.chunks():
            add_problems(run, [problem for line in lines for problem in line.problems])
            rows = [(each.number, each.stored is None, bool(each.stored and each.changed)) for each in lines]
            with connections[APP].cursor() as cursor:
                cursor.executemany(sql.RESOLVE, rows)

    @staticmethod
    def counts(run: Run) -> Counts:
        """New, changed and unchanged customers."""
        return Counts(*run.rows(sql.COUNTS)[0])

    @staticmethod
    def write(run: Run) -> None:
        """Create and change, some lines at a time, then book what is owed from before."""
        total, done, is_priced_otherwise = run.rows(sql.COUNTS)[0][0], 0, False
        for lines in _Look(run).chunks():
            _create(run, [line for line in lines if line.stored is None])
            for line in lines:
                if line.stored and (changed := line.changed):
                    is_priced_otherwise |= bool(changed & PRICED_BY)
                    for name in changed:
                        setattr(line.stored, name, line.wanted[name])
                    line.stored.save()
            done += len(lines)
            run.progress.at(done, total)
        if is_priced_otherwise:
            bump_settings_version(run.business_id)


class _Look:
    """One pass over the staged lines: what is known of the business, and which numbers the file has named so far."""

    def __init__(self, run: Run) -> None:
        self.run = run
        business = Business.objects.get(pk=run.business_id)
        self.country, self.decimals = business.country, currency_exponent(business.currency)
        self.groups = {each.code: each for each in PriceGroup.objects.for_business(run.business_id)}
        self.has_place = _place(run) is not None
        self.seen: dict[tuple[str, str], int] = {}

    def chunks(self) -> Iterator[list[_Line]]:
        """The lines in order, some at a time."""
        after = -1
        while rows := self.run.rows(sql.LINES, {"after": after, "limit": COMPARED}):
            found = [dict(zip(sql.NAMES, row, strict=True)) for row in rows]
            known = Customer.objects.for_business(self.run.business_id).select_related("price_group")
            stored = {each.code: each for each in known.filter(code__in=[values["code"] for values in found])}
            lines = [self._line(values, stored.get(values["code"])) for values in found]
            self._check_doubles(lines)
            yield lines
            after = rows[-1][0]

    def _line(self, values: Mapping[str, Any], stored: Customer | None) -> _Line:
        wanted: dict[str, Any] = {}
        for name in _WRITTEN:
            if name in self.run.given and (values[name] is not None or name in _EMPTIED):
                wanted[name] = _EMPTIED[name] if values[name] is None else values[name]
        line = _Line(values, stored, wanted)
        self._resolve(line, wanted)
        if stored is not None and stored.merged_into_id:
            line.problems.append(
                Problem(line.number, "code", "CUSTOMER_MERGED", "This customer was merged into another.")
            )
        self._check_balance(line)
        return line

    def _resolve(self, line: _Line, wanted: dict[str, Any]) -> None:
        """Price group, phone and tax number as they are kept."""
        if group := wanted.get("price_group"):
            wanted["price_group"] = self.groups.get(group)
            if group not in self.groups:
                msg = "There is no such price group."
                line.problems.append(Problem(line.number, "price_group", "UNKNOWN_PRICE_GROUP", msg, group))
        if phone := wanted.get("phone"):
            with _noted(line, "phone"):
                wanted["phone"] = cleaned_phone(phone, self.country)
        number = wanted.get("vat_number", line.stored.vat_number if line.stored else "")
        if number and {"vat_number", "vat_registered"} & line.changed:
            default = line.stored.vat_registered if line.stored else False
            is_registered = bool(wanted.get("vat_registered", default))
            with _noted(line, "vat_number"):
                check_tax_number(number, is_registered=is_registered, country=self.country)

    def _check_balance(self, line: _Line) -> None:
        amount = line.values["outstanding_balance"]
        if (not amount and line.stored is None) or amount is None:
            return
        code, msg = "", ""
        if line.stored is not None:
            if amount != line.stored.outstanding_balance:
                code, msg = "BALANCE_DIFFERS", "What a customer owes comes from the ledger. Book an adjustment instead."
        elif not self.run.actor.can(Capability.CREDIT_ADJUST):
            code, msg = "PERMISSION_DENIED", "Your role does not permit opening balances."
        elif not has_at_most_places(amount, self.decimals):
            code, msg = "AMOUNT_TOO_PRECISE", f"At most {self.decimals} decimals."
        elif not self.has_place:
            code, msg = "UNKNOWN_LOCATION", "An opening balance needs a location to be booked at."
        if code:
            line.problems.append(Problem(line.number, "outstanding_balance", code, msg))

    def _check_doubles(self, lines: list[_Line]) -> None:
        """A phone or tax number that comes new and that another customer has, or another line."""
        for column, normal in _UNIQUE.items():
            coming = {}
            for line in lines:
                value = normal(line.wanted.get(column) or "")
                if value and column in line.changed:
                    coming[line] = value
            taken = self._taken(column, set(coming.values()))
            for line, value in coming.items():
                first = self.seen.setdefault((column, value), line.number)
                if first != line.number:
                    msg = f"This is on line {first} already."
                    line.problems.append(Problem(line.number, column, "DUPLICATE_IN_FILE", msg))
                elif value in taken:
                    msg = f"Customer {taken[value]} has this already."
                    line.problems.append(Problem(line.number, column, f"DUPLICATE_{column.upper()}", msg))

    def _taken(self, column: str, values: set[str]) -> dict[str, str]:
        """Who has these already: codes by value."""
        if not values:
            return {}
        name, normal = f"{column}_index", _UNIQUE[column]
        keys = keys_of(self.run.business_id)
        wanted = [index for value in values for index in indexes_of(keys, value, name)]
        rows = Customer.objects.for_business(self.run.business_id).filter(merged_into=None, **{f"{name}__in": wanted})
        return {normal(getattr(row, column)): row.code for row in rows.order_by("-pk")}


def _create(run: Run, lines: list[_Line]) -> None:
    made = [Customer(business_id=run.business_id, code=line.values["code"], **line.wanted) for line in lines]
    seal_together(made)
    Customer.objects.for_business(run.business_id).bulk_create(made)
    place = _place(run)
    for line, customer in zip(lines, made, strict=True):
        amount = line.values["outstanding_balance"] or ZERO
        if amount and place:
            CustomerCreditService.take_opening_balance(
                business=run.business_id,
                actor=run.actor,
                customer_id=customer.pk,
                location=place,
                amount=abs(amount),
                is_credit=amount < 0,
                at=run.at,
            ).unwrap()


def _place(run: Run) -> Location | None:
    """Where opening balances are booked: at the terminal's place, else at the first one that the actor sees."""
    rows = visible_locations(run.actor).filter(is_active=True).order_by("code", "id")
    here = run.actor.terminal_location_id
    return rows.filter(pk=here).first() if here else rows.first()


@contextmanager
def _noted(line: _Line, column: str) -> Iterator[None]:
    """A refusal becomes a problem of the line, without what stands there."""
    try:
        yield
    except DomainError as refusal:
        line.problems.append(Problem(line.number, column, refusal.code, _SAID[column]))
