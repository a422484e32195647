"""Cursor pages: any page costs what the first one costs, and rows that arrive meanwhile shift nothing.

A list may be counted (`count`) and, where its view names `sorts`, put into another order (`sort`).
"""

import json
from typing import Any

from django.db.models import QuerySet
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response

COUNTED = 10_000
"""So many rows are counted exactly; of more, the database's planner says about how many there are."""
COUNTS = ("exact", "estimate")


class CursorPages(CursorPagination):
    """`?cursor=…&page_size=…`, newest first unless the view orders otherwise (keys grow with time).

    `?count=exact` counts up to 10,000 rows, `?count=estimate` asks the planner; without it nothing is counted.
    """

    page_size = 50
    max_page_size = 500
    page_size_query_param = "page_size"
    count_param = "count"
    sort_param = "sort"
    ordering = "-id"
    offset_cutoff = 1_000_000
    # Rows with the same value of what they are sorted by are told apart by an offset: with fewer a page would come again.

    def get_page_size(self, request: Request) -> int:
        """The rows of a page.

        Raises: ValidationError for what is no number of rows from 1 to the greatest.
        """
        asked = request.query_params.get(self.page_size_query_param)
        if asked is None:
            return self.page_size
        if not (asked.isascii() and asked.isdigit() and len(asked) < 10 and 1 <= int(asked) <= self.max_page_size):
            raise ValidationError({self.page_size_query_param: f"Write a number from 1 to {self.max_page_size}."})
        return int(asked)

    def get_ordering(self, request: Request, queryset: Any, view: Any) -> tuple[str, ...]:
        """The order that is asked for, or the list's own; the key tells equal rows apart.

        Raises: ValidationError for one that the list does not have.
        """
        asked = request.query_params.get(self.sort_param)
        if asked is None:
            found: tuple[str, ...] = super().get_ordering(request, queryset, view)
            return found
        sorts, sign, name = _sorts_of(view), asked[: asked.startswith("-")], asked.removeprefix("-")
        if name not in sorts:
            raise ValidationError(
                {self.sort_param: f"Write one of {', '.join(sorts)}, with - before it for the other way."}
            )
        return f"{sign}{sorts[name]}", f"{sign}pk"

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> Any:
        """The rows of the page; counted besides where it is asked for.

        Raises: ValidationError for another way of counting.
        """
        asked = request.query_params.get(self.count_param)
        if asked not in {None, *COUNTS}:
            raise ValidationError({self.count_param: f"Write {' or '.join(COUNTS)}."})
        self.counted = _counted(queryset, asked) if asked else None
        return super().paginate_queryset(queryset, request, view)

    def get_paginated_response(self, data: Any) -> Response:
        """The page, and the count where it was asked for."""
        answer = super().get_paginated_response(data)
        return Response({"count": self.counted, **answer.data}) if self.counted else answer

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """Cursor and size; how to count; and the orders that the list has."""
        found: list[dict[str, Any]] = super().get_schema_operation_parameters(view)
        told = "Also tell how many rows there are: exactly up to 10,000, or what the database reckons."
        found.append(_parameter(self.count_param, told, list(COUNTS)))
        if sorts := _sorts_of(view):
            both = [way for name in sorts for way in (name, f"-{name}")]
            found.append(_parameter(self.sort_param, "The order; - before it: the other way.", both))
        return found

    def get_paginated_response_schema(self, schema: Any) -> dict[str, Any]:
        """A page, with a count where it was asked for."""
        found: dict[str, Any] = super().get_paginated_response_schema(schema)
        found["properties"]["count"] = {
            "type": "object",
            "description": "There where it was asked for.",
            "properties": {"rows": {"type": "integer"}, "is_exact": {"type": "boolean"}},
            "required": ["rows", "is_exact"],
        }
        return found


def _sorts_of(view: Any) -> dict[str, str]:
    """The orders of the view's list, by name: columns that are never null. Other lists of the view have their own order."""
    return getattr(view, "sorts", {}) if getattr(view, "action", None) == "list" else {}


def _parameter(name: str, told: str, words: list[str]) -> dict[str, Any]:
    return {
        "name": name,
        "required": False,
        "in": "query",
        "description": told,
        "schema": {"type": "string", "enum": words},
    }


def _counted(rows: Any, how: str) -> dict[str, Any]:
    if not isinstance(rows, QuerySet):
        return {"rows": len(rows), "is_exact": True}
    bare = rows.order_by().values("pk")
    if how == "exact" and (found := bare[: COUNTED + 1].count()) <= COUNTED:
        return {"rows": found, "is_exact": True}
    plan = json.loads(bare.explain(format="json"))
    reckoned = int(plan[0]["Plan"]["Plan Rows"])
    return {"rows": max(reckoned, COUNTED + 1) if how == "exact" else reckoned, "is_exact": False}
