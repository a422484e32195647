"""Row locks of imports: the job, then what its file names, in the written order: products by id, then items by id."""

from django.db import connections

from optimapos.core.ids import UUID
from optimapos.core.tenancy import APP, BusinessRef, business_id_of
from optimapos.imports.models import ImportJob


def lock_job(business: BusinessRef, job_id: UUID) -> ImportJob | None:
    """The job, locked; waits for whoever is at it."""
    rows = ImportJob.objects.for_business(business).filter(pk=job_id)
    return rows.select_for_update(no_key=True, of=("self",)).first()


def claim_job(business: BusinessRef, job_id: UUID) -> ImportJob | None:
    """The job, locked, or None where somebody is at it: its worker holds this lock as long as it lives."""
    rows = ImportJob.objects.for_business(business).filter(pk=job_id)
    return rows.select_for_update(no_key=True, skip_locked=True, of=("self",)).first()


def lock_named_products(business: BusinessRef) -> None:
    """Lock the stored products whose SKU stands in the temporary table `staged`."""
    _run(
        """
        SELECT count(*) FROM (
            SELECT 1 FROM product p
             WHERE p.business_id = %s AND p.sku IN (SELECT sku FROM staged)
             ORDER BY p.id FOR NO KEY UPDATE OF p) locked
        """,
        business,
    )


def lock_named_suppliers(business: BusinessRef) -> None:
    """Lock the stored suppliers whose code stands in the temporary table `staged`."""
    _run(
        """
        SELECT count(*) FROM (
            SELECT 1 FROM supplier p
             WHERE p.business_id = %s AND p.code IN (SELECT code FROM staged)
             ORDER BY p.id FOR NO KEY UPDATE OF p) locked
        """,
        business,
    )


def lock_named_customers(business: BusinessRef) -> None:
    """Lock the stored customers whose code stands in the temporary table `staged`."""
    _run(
        """
        SELECT count(*) FROM (
            SELECT 1 FROM customer p
             WHERE p.business_id = %s AND p.code IN (SELECT code FROM staged)
             ORDER BY p.id FOR NO KEY UPDATE OF p) locked
        """,
        business,
    )


def lock_named_items(business: BusinessRef) -> None:
    """Lock the stock items of the temporary table `resolved`; they exist."""
    _run(
        """
        SELECT count(*) FROM (
            SELECT 1 FROM inventory_item i
             WHERE i.business_id = %s
               AND (i.product_id, i.location_id) IN (SELECT product_id, location_id FROM resolved)
             ORDER BY i.id FOR NO KEY UPDATE OF i) locked
        """,
        business,
    )


def hold_named_units(business: BusinessRef) -> None:
    """Keep the decimals of the units in the temporary table `resolved` as they are until the transaction ends."""
    _run(
        """
        SELECT count(*) FROM (
            SELECT 1 FROM unit_of_measure u
             WHERE u.business_id = %s AND u.id IN (SELECT unit_id FROM resolved)
             ORDER BY u.id FOR SHARE OF u) held
        """,
        business,
    )


def _run(statement: str, business: BusinessRef) -> None:
    with connections[APP].cursor() as cursor:
        cursor.execute(statement, [business_id_of(business)])
