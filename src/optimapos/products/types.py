"""A product's life cycle and kinds, and what each stage permits. Source: system-overview.md "Lifecycle Management"."""

from django.db import models


class LifeCycle(models.TextChoices):
    """NEW is being set up; PHASE_OUT sells what is left; DISCONTINUED sells nothing more; ARCHIVED is history."""

    NEW = "NEW", "New"
    ACTIVE = "ACTIVE", "Active"
    PHASE_OUT = "PHASE_OUT", "Phase out"
    DISCONTINUED = "DISCONTINUED", "Discontinued"
    ARCHIVED = "ARCHIVED", "Archived"


SELLABLE = frozenset({LifeCycle.ACTIVE, LifeCycle.PHASE_OUT})
PURCHASABLE = frozenset({LifeCycle.NEW, LifeCycle.ACTIVE})
EDITABLE = frozenset({LifeCycle.NEW, LifeCycle.ACTIVE, LifeCycle.PHASE_OUT})
NEXT_STAGES: dict[str, frozenset[str]] = {
    LifeCycle.NEW: frozenset({LifeCycle.ACTIVE, LifeCycle.ARCHIVED}),
    LifeCycle.ACTIVE: frozenset({LifeCycle.PHASE_OUT, LifeCycle.DISCONTINUED}),
    LifeCycle.PHASE_OUT: frozenset({LifeCycle.ACTIVE, LifeCycle.DISCONTINUED}),
    LifeCycle.DISCONTINUED: frozenset({LifeCycle.ACTIVE, LifeCycle.ARCHIVED}),
    LifeCycle.ARCHIVED: frozenset(),
}


class ProductKind(models.TextChoices):
    """What a line of the product is."""

    GOODS = "GOODS", "Goods"
    SERVICE = "SERVICE", "Service"
