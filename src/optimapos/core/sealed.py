"""Columns that are sealed: texts that read like any other in Python and are tokens in the table, and their blind indexes.

A token is opened when its attribute is first read, so that a list which shows no phone opens none. A row is written by
`save` or `bulk_create`; a queryset's `update` can't seal, because a token is bound to its row. Source: docs/adr/0048.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, cast

from django.conf import settings
from django.db import models
from django.db.models.query_utils import DeferredAttribute
from django.forms import CharField

from optimapos.core.ids import UUID
from optimapos.core.models import DataKey
from optimapos.core.sealing import DataKeys, Place, indexes_of, master_key, new_secret, unwrap, version_of, wrap
from optimapos.core.tenancy import BusinessRef, business_id_of

_KEPT_KEYS = 4_096
_RING = "_key_of_this_save"


class Sealed(bytes):
    """A token that was read and not opened."""


def _masters() -> list[bytes]:
    return [master_key(secret) for secret in (settings.FIELD_KEY, *settings.OLD_FIELD_KEYS)]


@lru_cache(maxsize=_KEPT_KEYS)
def _opened(business_id: UUID, version: int, wrapped: bytes, masters: tuple[bytes, ...]) -> DataKeys:
    secret = unwrap(wrapped, masters=masters, business_id=business_id, version=version)
    return DataKeys(version, secret)


_known: dict[tuple[UUID, int], DataKeys] = {}
"""Keys by business and version. A version never changes, so that none of them grows old."""


def keys_of(business: BusinessRef) -> list[DataKeys]:
    """All keys of a business, the newest first; empty for one that sealed nothing yet. One query."""
    business_id = business_id_of(business)
    rows = DataKey.objects.for_business(business_id).order_by("-version").values_list("version", "wrapped")
    masters = tuple(_masters())
    return [_opened(business_id, version, bytes(wrapped), masters) for version, wrapped in rows]


def current_key(business: BusinessRef) -> DataKeys:
    """The key to seal with: the newest, made for the first text of a business."""
    return next(iter(keys_of(business)), None) or add_key(business)


def add_key(business: BusinessRef) -> DataKeys:
    """Make the next version, which everything is sealed with from now on; the newest where somebody was faster."""
    business_id = business_id_of(business)
    newest = next(iter(keys_of(business_id)), None)
    version = newest.version + 1 if newest else 1
    wrapped = wrap(new_secret(), master=_masters()[0], business_id=business_id, version=version)
    row = DataKey(business_id=business_id, version=version, wrapped=wrapped)
    DataKey.objects.for_business(business_id).bulk_create([row], ignore_conflicts=True)
    return keys_of(business_id)[0]


def blind_indexes(business: BusinessRef, value: str, what: str) -> list[bytes]:
    """What to look for in the blind index `what` of a normalised value."""
    return indexes_of(keys_of(business), value, what)


def key_for(business_id: UUID, version: int) -> DataKeys:
    """One version of a business's key.

    Raises: KeyError where it was thrown away.
    """
    known = _known.get((business_id, version))
    if known is None:
        if len(_known) >= _KEPT_KEYS:
            _known.clear()
        found = {(business_id, key.version): key for key in keys_of(business_id)}
        _known.update(found)
        known = found[business_id, version]
    return known


def is_known(business_id: UUID, token: Sealed) -> bool:
    """Whether a token opens without asking the database for its key."""
    return not token or (business_id, version_of(token)) in _known


def _place(instance: Any, column: str | None) -> Place:
    return Place(instance._meta.db_table, str(column), str(instance.pk))


class _SealedAttribute(DeferredAttribute):
    """Opens a token at its first reading."""

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        if instance is None:
            return self
        name = self.field.attname
        value = instance.__dict__[name] if name in instance.__dict__ else super().__get__(instance, cls)
        if isinstance(value, Sealed):
            key = key_for(instance.business_id, version_of(value)) if value else None
            value = key.unseal(value, _place(instance, self.field.column)) if key else ""
            instance.__dict__[name] = value
        return value

    def __set__(self, instance: Any, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class SealedTextField(models.Field):  # type: ignore[type-arg]
    """A text that is kept as a token. `max_length` bounds the text."""

    description = "Sealed text"
    descriptor_class = _SealedAttribute

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("default", "")
        super().__init__(*args, **options)

    def get_internal_type(self) -> str:
        """Bytes in the table."""
        return "BinaryField"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """The token, still closed."""
        return None if value is None else Sealed(value)

    def pre_save(self, model_instance: Any, add: bool) -> Any:
        """The token of the instance's text; one that nobody opened is kept as it is."""
        value = model_instance.__dict__.get(self.attname, "")
        if isinstance(value, Sealed):
            return value
        return Sealed(_key_of_save(model_instance).seal(value, _place(model_instance, self.column)) if value else b"")

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """Only tokens reach the table; also the empty text of a new column.

        Raises: TypeError for a text, as a queryset's filter or update would send it.
        """
        if value == "":
            value = Sealed()
        if value is not None and not isinstance(value, Sealed):
            raise TypeError(f"{self.name} is sealed: save its row, or look for its blind index")
        return value if value is None else connection.Database.Binary(value)

    def formfield(self, **options: Any) -> Any:
        """An ordinary line of text."""
        return super().formfield(**{"form_class": CharField, "max_length": self.max_length, **options})


class BlindIndexField(models.BinaryField):  # type: ignore[type-arg]
    """The keyed hash of what `normal` makes of the sealed column `of`; null where that makes nothing of it."""

    def __init__(self, *args: Any, of: str = "", normal: Callable[[str], str] = str, **options: Any) -> None:
        self.of, self.normal = of, normal
        options |= {"null": True, "editable": False, "max_length": 16}
        super().__init__(*args, **options)

    def deconstruct(self) -> Any:
        """How it is normalised is code, not schema."""
        name, path, args, options = super().deconstruct()
        return name, path, args, {key: value for key, value in options.items() if key not in {"null", "editable"}}

    def pre_save(self, model_instance: Any, add: bool) -> Any:
        """The hash of the text that is about to be sealed; an unopened token keeps its own."""
        if isinstance(model_instance.__dict__.get(self.of, ""), Sealed):
            return super().pre_save(model_instance, add)
        value = self.normal(getattr(model_instance, self.of))
        found = _key_of_save(model_instance).index(value, self.name) if value else None
        setattr(model_instance, self.attname, found)
        return found


def seal_together(rows: Sequence[Any]) -> None:
    """Seal rows of one business that are written together with one key, which is read once."""
    if rows:
        key = current_key(rows[0].business_id)
        for row in rows:
            row.__dict__[_RING] = key


def _key_of_save(instance: Any) -> DataKeys:
    """The key that a row is sealed with: one version for all of its columns, so that its indexes and tokens agree."""
    if _RING not in instance.__dict__:
        instance.__dict__[_RING] = current_key(instance.business_id)
    return cast(DataKeys, instance.__dict__[_RING])
