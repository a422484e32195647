"""Operations are described by many threads at once: what drf-spectacular loads on the way is loaded before."""

from threading import Lock
from typing import Any

from drf_spectacular.extensions import (
    OpenApiAuthenticationExtension,
    OpenApiFilterExtension,
    OpenApiSerializerExtension,
    OpenApiSerializerFieldExtension,
    OpenApiViewExtension,
)
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.plumbing import ComponentRegistry
from rest_framework.request import Request

_KINDS: tuple[Any, ...] = (
    OpenApiAuthenticationExtension,
    OpenApiFilterExtension,
    OpenApiSerializerExtension,
    OpenApiSerializerFieldExtension,
    OpenApiViewExtension,
)
_loading = Lock()


def load_extensions() -> None:
    """Load what drf-spectacular would load at the first use: of two threads that load the same extension the second fails
    (its issue 1122). Whoever comes meanwhile waits for the loading alone.
    """
    with _loading:
        for kind in _KINDS:
            for extension in kind._registry:
                if isinstance(extension.target_class, str):
                    extension._load_class()


class Generator(SchemaGenerator):
    """drf-spectacular's, for many threads at once. That needs every operation to be described by `extend_schema`, whose
    description is made anew each time: a class's own one knows one view at a time.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        load_extensions()
        super().__init__(*args, **kwargs)

    def query_parameters(self, callback: Any, method: str, request: Request) -> frozenset[str]:
        """The names of one operation's query parameters."""
        view = self.create_view(callback, method)
        view.request = request
        parameters = view.schema.get_operation("/", "/", "/", method, ComponentRegistry()).get("parameters", ())
        return frozenset(each["name"] for each in parameters if each["in"] == "query")
