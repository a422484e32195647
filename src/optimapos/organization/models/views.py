"""SavedView: how somebody arranged a table, to come back to."""

from typing import Any

from django.db import models

from optimapos.organization.models.base import BusinessOwned
from optimapos.organization.models.people import User


class SavedView(BusinessOwned):
    """A table's filters, columns, order and density under a name. `page` says which table, `state` is the screen's own.

    One that is shared is seen by everybody in the business and changed by its owner alone.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", db_index=False)
    page = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    state: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    is_shared = models.BooleanField(default=False)

    class Meta:
        db_table = "saved_view"
        constraints = [
            models.UniqueConstraint(fields=["business", "page", "user", "name"], name="saved_view_name_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.page}: {self.name}"
