"""What is owed to suppliers, as a test says it: stands for what purchases would tell."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

import pytest
from django.conf import settings as own

from optimapos.core.ids import UUID
from optimapos.core.interfaces import SupplierFigures, implementation
from optimapos.core.tenancy import BusinessRef
from tests.conftest import SettingsSwitch

NO_VOLUME: Mapping[str, Any] = {
    "orders_count": 0,
    "orders_amount": 0,
    "receipts_count": 0,
    "received_amount": 0,
    "returned_amount": 0,
    "average_order_amount": None,
    "average_lead_time_days": None,
    "on_time_percent": None,
    "last_order_date": None,
    "last_delivery_date": None,
    "top_products": [],
}


class KnownFigures:
    """An `ISupplierFinance` that tells what it was given, and what it was asked."""

    figures: ClassVar[dict[UUID, SupplierFigures]] = {}
    deliveries: ClassVar[dict[UUID, list[Mapping[str, Any]]]] = {}
    asked: ClassVar[list[Mapping[str, Any]]] = []

    @staticmethod
    def figures_of(*, business: BusinessRef, supplier_ids: Sequence[UUID], on: date) -> Mapping[UUID, SupplierFigures]:
        """Those that were given."""
        KnownFigures.asked.append({"on": on})
        return {each: KnownFigures.figures[each] for each in supplier_ids if each in KnownFigures.figures}

    @staticmethod
    def deliveries_of(
        *,
        business: BusinessRef,
        supplier_id: UUID,
        since: date,
        until: date,
        limit: int,
        location_ids: frozenset[UUID] | None,
    ) -> Sequence[Mapping[str, Any]]:
        """Those that were given."""
        KnownFigures.asked.append({"since": since, "until": until, "limit": limit, "location_ids": location_ids})
        return KnownFigures.deliveries.get(supplier_id, [])[:limit]

    @staticmethod
    def volume_of(*, business: BusinessRef, supplier_id: UUID, since: date, until: date) -> Mapping[str, Any]:
        """Nothing was bought."""
        KnownFigures.asked.append({"since": since, "until": until})
        return NO_VOLUME


@pytest.fixture
def known(settings: SettingsSwitch) -> Iterator[type[KnownFigures]]:
    """Wires the figures for one test."""
    settings.WIRING = own.WIRING | {"ISupplierFinance": f"{__name__}.KnownFigures"}
    implementation.cache_clear()
    for kept in (KnownFigures.figures, KnownFigures.deliveries, KnownFigures.asked):
        kept.clear()
    yield KnownFigures
    implementation.cache_clear()
