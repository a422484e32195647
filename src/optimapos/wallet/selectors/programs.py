"""The loyalty program in force."""

from datetime import datetime

from django.db.models import Q

from optimapos.core.ids import UUID
from optimapos.core.tenancy import BusinessRef
from optimapos.nomenclatures.models import ProductGroup
from optimapos.wallet.models import LoyaltyProgram


def program_at(business: BusinessRef, at: datetime) -> LoyaltyProgram | None:
    """The version that is in force at an instant, or None where there never was one."""
    rows = LoyaltyProgram.objects.for_business(business).filter(valid_from__lte=at)
    return rows.order_by("-valid_from").first()


def takes_points(business: BusinessRef, at: datetime) -> bool:
    """Whether points are given and taken at an instant, or will be by terms that are set already. One query."""
    rows = LoyaltyProgram.objects.for_business(business)
    in_force = rows.filter(valid_from__lte=at).order_by("-valid_from").values("pk")[:1]
    return rows.filter(Q(valid_from__gt=at) | Q(pk=in_force), is_active=True).exists()


def with_subgroups(business: BusinessRef, groups: set[UUID]) -> set[UUID]:
    """Product groups and all groups below them. One query."""
    found = set(groups)
    if not found:
        return found
    parents = dict(ProductGroup.objects.for_business(business).values_list("pk", "parent_id"))
    for group in parents:
        line: list[UUID] = []
        each: UUID | None = group
        while each is not None and each not in found:
            line.append(each)
            each = parents.get(each)
        if each is not None:
            found.update(line)
    return found


def group_names(business: BusinessRef, groups: list[UUID]) -> dict[UUID, str]:
    """What groups are called."""
    return dict(ProductGroup.objects.for_business(business).filter(pk__in=groups).values_list("pk", "name"))
