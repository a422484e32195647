"""Whether other records refer to one, of whatever floor they are."""

from django.db.models import PROTECT, ForeignKey, ManyToOneRel, Model


def is_referred_to(row: Model) -> bool:
    """Whether a record that outlives nothing (`on_delete=PROTECT`) points at `row`."""
    return any(
        relation.related_model._base_manager.filter(**{relation.field.name: row}).exists()
        for relation in row._meta.get_fields(include_hidden=True)
        if isinstance(relation, ManyToOneRel)
        and isinstance(relation.field, ForeignKey)
        and relation.on_delete is PROTECT
    )
