"""Pictures of products."""

from collections.abc import Collection

from django.db.models import QuerySet

from optimapos.core.ids import UUID
from optimapos.core.tenancy import BusinessRef
from optimapos.products.models import ProductPicture


def pictures_of(business: BusinessRef, product_id: UUID) -> QuerySet[ProductPicture]:
    """The pictures of a product in their order, without removed ones."""
    rows = ProductPicture.objects.for_business(business).filter(product_id=product_id, removed_at=None)
    return rows.order_by("position", "id")


def main_pictures(business: BusinessRef, product_ids: Collection[UUID]) -> dict[UUID, str]:
    """The addresses of the main pictures, by product."""
    rows = ProductPicture.objects.for_business(business).filter(position=0, removed_at=None)
    return dict(rows.filter(product_id__in=product_ids).values_list("product_id", "address"))
