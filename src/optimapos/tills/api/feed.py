"""The feed: a till's start, pages of its catalog, and what changed since."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from optimapos.apikit.views import ActorView
from optimapos.core.actors import Capability
from optimapos.core.tenancy import tenant_scope
from optimapos.tills.api import shapes
from optimapos.tills.api.compression import compressed
from optimapos.tills.selectors import catalog, changes, start
from optimapos.tills.types import Changes, Kind


class StartView(ActorView):
    """A till's start."""

    capabilities = {"get": Capability.SALE_SELL}

    @extend_schema(parameters=[shapes.PlaceSerializer], responses=shapes.StartSerializer)
    def get(self, request: Request) -> Response:
        """What a till begins with: settings, who is at it, the server's clock, and a cursor. It comes before the catalog."""
        asked = self.asked(shapes.PlaceSerializer)
        with tenant_scope(self.actor.business_id):
            return Response(start(self.actor, asked["storefront"], timezone.now()))


class CatalogView(ActorView):
    """What a till keeps, as a whole."""

    capabilities = {"get": Capability.SALE_SELL}

    @extend_schema(
        parameters=[shapes.AskCatalogSerializer],
        responses=PolymorphicProxySerializer(
            component_name="TillPage", serializers=shapes.PAGES, resource_type_field_name="kind"
        ),
    )
    def get(self, request: Request) -> Response:
        """A page of all rows of one kind, for a till that loads everything. Compressed where the client takes it."""
        asked = self.asked(shapes.AskCatalogSerializer)
        with tenant_scope(self.actor.business_id):
            page = catalog(
                self.actor,
                asked["storefront"],
                Kind(asked["kind"]),
                after=asked["after"],
                limit=asked["limit"],
                at=timezone.now(),
            )
        return compressed({"kind": page.kind, "rows": page.rows, "after": page.after}, request._request)


class ChangesView(ActorView):
    """What changed."""

    capabilities = {"get": Capability.SALE_SELL}

    @extend_schema(parameters=[shapes.AskChangesSerializer], responses=shapes.ChangesSerializer)
    def get(self, request: Request) -> Response:
        """What changed since a cursor, and the next cursor. With `has_more` ask again at once. RELOAD_NEEDED: nobody can tell
        what this till missed; it begins anew.
        """
        asked = self.asked(shapes.AskChangesSerializer)
        with tenant_scope(self.actor.business_id):
            found = changes(
                self.actor,
                asked["storefront"],
                since=asked["since"],
                asked=asked["kinds"],
                limit=asked["limit"],
                at=timezone.now(),
            )
        return compressed(_told(found), request._request)


def _told(found: Changes) -> dict[str, Any]:
    document: dict[str, Any] = {"cursor": found.cursor, "has_more": found.has_more, "kinds": found.kinds}
    document |= {page.kind: {"rows": page.rows, "gone": page.gone} for page in found.pages}
    extra = {"spent": found.spent, "held": found.held}
    return document | {name: value for name, value in extra.items() if value is not None}
