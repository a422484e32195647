"""Cursor pages: any page costs what the first one costs, and rows that arrive meanwhile shift nothing."""

from rest_framework.exceptions import ValidationError
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request


class CursorPages(CursorPagination):
    """`?cursor=…&page_size=…`, newest first unless the view orders otherwise (keys grow with time)."""

    page_size = 50
    max_page_size = 500
    page_size_query_param = "page_size"
    ordering = "-id"

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
