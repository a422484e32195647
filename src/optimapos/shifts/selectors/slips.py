"""The slip of a shift: its X report while it is open, its Z report once it is closed, as people read it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from optimapos.organization.models import Business, Terminal
from optimapos.papers.rules.figures import Writer
from optimapos.papers.selectors import copy_mark, letterhead
from optimapos.papers.types import Printed
from optimapos.shifts.models import Shift


def slip_of(shift: Shift, report: Mapping[str, Any], copy_number: int) -> Printed:
    """The slip of a `report` with its drawer: an X report, or what the shift was closed with."""
    business = Business.objects.get(pk=shift.business_id)
    till = Terminal.objects.for_business(shift.business_id).values_list("code", flat=True).get(pk=shift.terminal_id)
    writer = Writer(business.country, shift.currency)
    words = writer.words
    is_closed = shift.z_number is not None
    return Printed(
        language=writer.locale.language,
        title=words["z_report" if is_closed else "x_report"],
        number=f"{till} Z{shift.z_number:04}" if is_closed else till,
        business=business.name,
        addresses=(shift.location.name,),
        facts=_facts(shift, writer),
        lines=(),
        sums=_sums(report, writer),
        total=(words["sales"], writer.money(report["sales"]["total"])),
        tenders=_counted(report, writer),
        tax_heads=tuple(words[head] for head in ("tax", "net", "tax")) if report["taxes"] else (),
        taxes=tuple(_tax(row, writer) for row in report["taxes"]),
        footer=(),
        qr="",
        copy=copy_mark(business.country, copy_number),
        logo=letterhead(business),
    )


def _facts(shift: Shift, writer: Writer) -> tuple[tuple[str, str], ...]:
    rows = [(writer.words["opened"], _moment(shift, shift.opened_at, writer))]
    if shift.closed_at:
        rows.append((writer.words["closed"], _moment(shift, shift.closed_at, writer)))
    return tuple(rows)


def _moment(shift: Shift, at: datetime, writer: Writer) -> str:
    local = at.astimezone(ZoneInfo(shift.location.timezone))
    return f"{writer.day(local.date())} {local:%H:%M}"


def _sums(report: Mapping[str, Any], writer: Writer) -> tuple[tuple[str, str], ...]:
    """What went over the drawer, beside the sales."""
    words, drawer = writer.words, report["drawer"]
    rows = [(words["float"], writer.money(drawer["opening_float"]))]
    rows += [(words[name], writer.money(drawer[name])) for name in ("cash_in", "cash_out")]
    for name in ("refunds", "voids"):
        rows.append((f"{words[name]} ({report[name]['count']})", writer.money(report[name]["total"])))
        if report[name]["count"]:
            rows.append((f"{words[name]}, {words['tax']}", writer.money(report[name]["tax"])))
    rows.append((words["on_credit"], writer.money(report["sales"]["on_credit"])))
    rows += _cards(report.get("gift_cards"), writer)
    for tender in report["tenders"]:
        name = words[tender["method"]]
        rows.append((f"{name} ({tender['count']})", writer.money(tender["taken"])))
        if tender["given_back_count"]:
            rows.append((f"{name}, {words['given_back']}", writer.less(tender["given_back"])))
    return tuple(rows)


def _cards(cards: Mapping[str, Any] | None, writer: Writer) -> list[tuple[str, str]]:
    """Gift cards that were sold: money in the drawer that is owed, and no sale. Reports of before have none."""
    if not cards or not cards["count"] + cards["voided_count"]:
        return []
    rows = [(f"{writer.words['gift_cards']} ({cards['count']})", writer.money(cards["total"]))]
    if cards["voided_count"]:
        rows.append((f"{writer.words['gift_cards_voided']} ({cards['voided_count']})", writer.less(cards["voided"])))
    return rows


def _counted(report: Mapping[str, Any], writer: Writer) -> tuple[tuple[str, str], ...]:
    """What should be there by tender; on a Z report what was counted and what was over or short, too."""
    words, rows = writer.words, []
    if "count" not in report:
        expected = report["drawer"]["expected"]
        return tuple((f"{words[method]}, {words['expected']}", writer.money(expected[method])) for method in expected)
    for line in report["count"]:
        name = words[line["method"]]
        rows.append((f"{name}, {words['expected']}", writer.money(line["expected"])))
        if line["counted"] is not None:
            rows.append((f"{name}, {words['counted']}", writer.money(line["counted"])))
            rows.append((f"{name}, {words['difference']}", writer.money(line["difference"])))
    return (*rows, (words["grand_total"], writer.money(report["grand_total"])))


def _tax(row: Mapping[str, Any], writer: Writer) -> tuple[str, ...]:
    return (f"{row['code']} {writer.percent(row['rate'])}".strip(), writer.money(row["base"]), writer.money(row["tax"]))
