"""Columns that many tables share: keys, amounts, unit prices, quantities, and the CHECKs that bound them on both sides."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any, Literal, overload

from django.db import models
from django.db.models import Q

from optimapos.core.ids import UUID, new_id
from optimapos.core.money import AMOUNT_LIMIT, PRICE_LIMIT
from optimapos.core.quantities import QUANTITY_LIMIT


def id_field() -> "models.UUIDField[Any, UUID]":
    """A UUIDv7 primary key."""
    return models.UUIDField(primary_key=True, default=new_id, editable=False)


@overload
def amount_field(*, null: Literal[True], **options: Any) -> "models.DecimalField[Any, Decimal | None]": ...
@overload
def amount_field(**options: Any) -> "models.DecimalField[Any, Decimal]": ...
def amount_field(**options: Any) -> "models.DecimalField[Any, Any]":
    """Money: numeric(19,4), major units."""
    return models.DecimalField(max_digits=19, decimal_places=4, **options)


@overload
def price_field(*, null: Literal[True], **options: Any) -> "models.DecimalField[Any, Decimal | None]": ...
@overload
def price_field(**options: Any) -> "models.DecimalField[Any, Decimal]": ...
def price_field(**options: Any) -> "models.DecimalField[Any, Any]":
    """A unit price or unit cost: numeric(19,6), major units for one base unit or package."""
    return models.DecimalField(max_digits=19, decimal_places=6, **options)


def quantity_field(**options: Any) -> "models.DecimalField[Any, Decimal]":
    """A quantity: numeric(18,6)."""
    return models.DecimalField(max_digits=18, decimal_places=6, **options)


def value_field(**options: Any) -> "models.DecimalField[Any, Decimal]":
    """A value of stock: numeric(22,6), because it sums quantity x unit cost."""
    return models.DecimalField(max_digits=22, decimal_places=6, **options)


def percent_field(**options: Any) -> "models.DecimalField[Any, Decimal]":
    """A percentage from 0 to 100 with four places."""
    return models.DecimalField(max_digits=7, decimal_places=4, **options)


def between(name: str, low: Decimal, high: Decimal, *columns: str) -> models.CheckConstraint:
    """A CHECK that each of `columns` lies in [low, high]; NaN fails the upper bound."""
    bounds = Q()
    for column in columns:
        bounds &= Q(**{f"{column}__gte": low, f"{column}__lte": high})
    return models.CheckConstraint(name=name, condition=bounds)


def amounts_bounded(name: str, *columns: str) -> models.CheckConstraint:
    """Signed amounts below the limit in size."""
    return between(name, -AMOUNT_LIMIT, AMOUNT_LIMIT, *columns)


def amounts_not_negative(name: str, *columns: str) -> models.CheckConstraint:
    """Amounts from 0 up to the limit."""
    return between(name, Decimal(0), AMOUNT_LIMIT, *columns)


def prices_not_negative(name: str, *columns: str) -> models.CheckConstraint:
    """Unit prices or costs from 0 up to the limit."""
    return between(name, Decimal(0), PRICE_LIMIT, *columns)


def quantities_not_negative(name: str, *columns: str) -> models.CheckConstraint:
    """Quantities from 0 up to the limit."""
    return between(name, Decimal(0), QUANTITY_LIMIT, *columns)


def percent_bounded(name: str, *columns: str) -> models.CheckConstraint:
    """Percentages from 0 to 100."""
    return between(name, Decimal(0), Decimal(100), *columns)


class DerivedTextField(models.TextField):  # type: ignore[type-arg]  # not generic when it runs
    """What `normal` makes of the column `of`, to be looked for. Written by `save` and `bulk_create`, not by an `update`."""

    def __init__(self, *args: Any, of: str = "", normal: Callable[[str], str] = str, **options: Any) -> None:
        self.of, self.normal = of, normal
        super().__init__(*args, **(options | {"editable": False, "default": "", "db_default": ""}))

    def deconstruct(self) -> Any:
        """How it is made is code, not schema."""
        name, path, args, options = super().deconstruct()
        return name, path, args, {key: value for key, value in options.items() if key not in {"editable", "default"}}

    def pre_save(self, model_instance: Any, add: bool) -> Any:
        """Made anew with every save of the row."""
        made = self.normal(getattr(model_instance, self.of))
        setattr(model_instance, self.attname, made)
        return made
