"""Keys of devices, grants, and what tills may do offline."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from optimapos.apikit.views import ActorView
from optimapos.core.actors import Capability
from optimapos.core.tenancy import tenant_scope
from optimapos.offline.api import serializers as shapes
from optimapos.offline.api.senders import DeviceAuthentication, IsSender
from optimapos.offline.models import OfflineSettings
from optimapos.offline.selectors import offline_settings_of
from optimapos.offline.services import DeviceKeyService, GrantService, OfflineSettingsService
from optimapos.organization.api.serializers import PublicKeySerializer


class KeyView(ActorView):
    """The key that a device signs with. `Authorization: Terminal <device token>`."""

    authentication_classes = [DeviceAuthentication]
    permission_classes = [IsSender]

    @extend_schema(request=PublicKeySerializer, responses=shapes.TerminalKeySerializer)
    def put(self, request: Request) -> Response:
        """Keep the public key of this device, which signs with its private half from now on."""
        jwk = self.parsed(PublicKeySerializer)
        return self.act(
            DeviceKeyService.add,
            present=lambda row: shapes.TerminalKeySerializer(row).data,
            terminal_id=self.actor.terminal_id,
            jwk=jwk,
        )


class GrantView(ActorView):
    """What the member who is signed in at a till may do there without a connection."""

    capabilities = {"post": Capability.SALE_SELL}
    is_personal = True

    @extend_schema(request=shapes.GrantRequestSerializer, responses={201: shapes.GrantedSerializer})
    def post(self, request: Request) -> Response:
        """A grant to sell offline, for this member at this device, until it expires."""
        return self.act(
            GrantService.issue,
            present=lambda granted: shapes.GrantedSerializer(granted).data,
            status=201,
            actor=self.actor,
            at=timezone.now(),
            **self.parsed(shapes.GrantRequestSerializer),
        )


class OfflineSettingsView(ActorView):
    """What tills may do without a connection."""

    capabilities = {"get": Capability.SALE_SELL, "patch": Capability.SETTINGS_MANAGE}

    @extend_schema(responses=shapes.OfflineSettingsSerializer)
    def get(self, request: Request) -> Response:
        """The settings."""
        with tenant_scope(self.actor.business_id):
            return Response(self._presented(offline_settings_of(self.actor.business_id)))

    @extend_schema(request=shapes.OfflineSettingsSerializer(partial=True), responses=shapes.OfflineSettingsSerializer)
    def patch(self, request: Request) -> Response:
        """Change the settings."""
        return self.act(
            OfflineSettingsService.update_settings,
            present=self._presented,
            actor=self.actor,
            fields=self.parsed(shapes.OfflineSettingsSerializer, partial=True),
        )

    def _presented(self, row: OfflineSettings) -> Any:
        return shapes.OfflineSettingsSerializer(row).data
