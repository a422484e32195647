"""Related ids in a body: looked up among the rows that the actor may see, and nowhere else."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from optimapos.apikit.problems import Refusal
from optimapos.core.actors import Actor
from optimapos.core.result import DomainError


@extend_schema_field({"type": "string", "format": "uuid"})
class ScopedRelatedField(serializers.RelatedField[Any, Any, Any]):
    """The id of a row among `records(actor)`. Another business's id is answered like one that never was: 404."""

    default_error_messages = {"invalid": "Write the id of a record."}

    def __init__(self, records: Callable[[Actor], QuerySet[Any]] | None = None, **options: Any) -> None:
        self.records = records
        if records is None:
            options["read_only"] = True
        else:
            options["queryset"] = _Unused()
        super().__init__(**options)

    def to_internal_value(self, data: Any) -> Model:
        """The row.

        Refuses: NOT_FOUND. Raises: ValidationError for what is no id.
        """
        try:
            wanted = UUID(data) if isinstance(data, str) else None
        except ValueError:
            wanted = None
        if wanted is None:
            self.fail("invalid")
        row: Model | None = self.records(self.context["actor"]).filter(pk=wanted).first()  # type: ignore[misc]
        if row is None:
            raise Refusal(
                DomainError("NOT_FOUND", f"{self.field_name}: there is no such record.", {"field": self.field_name})
            )
        return row

    def to_representation(self, value: Any) -> Any:
        """The row's id."""
        return value.pk

    def use_pk_only_optimization(self) -> bool:
        """Reading needs the id alone."""
        return True


class _Unused:
    """Stands where DRF wants a queryset: the real one needs the actor, so it is made at lookup."""
