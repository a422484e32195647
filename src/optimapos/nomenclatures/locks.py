"""Locks of reference data: a business's group tree, and units whose decimals others rely on."""

from django.db import connections

from optimapos.core.ids import UUID
from optimapos.core.tenancy import APP, BusinessRef, business_id_of
from optimapos.nomenclatures.models import Sequence, UnitOfMeasure


def lock_group_tree(business: BusinessRef) -> None:
    """Let one move of a business's group tree pass at a time: two, each right alone, can make a cycle together."""
    with connections[APP].cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"product-groups:{business_id_of(business)}"]
        )


def lock_unit(business: BusinessRef, unit_id: UUID) -> UnitOfMeasure | None:
    """The unit, locked against changes and against new users of it (see `hold_unit`)."""
    rows = UnitOfMeasure.objects.for_business(business).filter(pk=unit_id)
    return rows.select_for_update(no_key=True).first()


def hold_unit(business: BusinessRef, unit_id: UUID) -> None:
    """Keep a unit's decimals as they are until the transaction ends: taken by whoever starts to use it."""
    with connections[APP].cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM unit_of_measure WHERE business_id = %s AND id = %s FOR SHARE",
            [business_id_of(business), unit_id],
        )


def lock_sequence(business: BusinessRef, sequence_id: UUID) -> Sequence | None:
    """The sequence, locked: draws of its numbers wait."""
    rows = Sequence.objects.for_business(business).filter(pk=sequence_id)
    return rows.select_for_update(no_key=True).first()
