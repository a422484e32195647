"""Cursor pages: any page costs what the first one costs, and rows that arrive meanwhile shift nothing."""

from rest_framework.pagination import CursorPagination


class CursorPages(CursorPagination):
    """`?cursor=…&page_size=…`, newest first unless the view orders otherwise (keys grow with time)."""

    page_size = 50
    max_page_size = 500
    page_size_query_param = "page_size"
    ordering = "-id"
