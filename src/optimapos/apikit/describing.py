"""Operations are described by one thread at a time."""

from threading import Lock
from typing import Any

from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.plumbing import ComponentRegistry
from rest_framework.request import Request

_describing = Lock()


class Generator(SchemaGenerator):
    """drf-spectacular's, with a lock: it loads its extensions on the way, and of two threads that load the same one the
    second fails (its issue 1122).
    """

    def get_schema(self, request: Request | None = None, public: bool = False) -> Any:
        """The whole description."""
        with _describing:
            return super().get_schema(request, public)

    def query_parameters(self, callback: Any, method: str, request: Request) -> frozenset[str]:
        """The names of one operation's query parameters."""
        with _describing:
            view = self.create_view(callback, method)
            view.request = request
            parameters = view.schema.get_operation("/", "/", "/", method, ComponentRegistry()).get("parameters", ())
        return frozenset(each["name"] for each in parameters if each["in"] == "query")
