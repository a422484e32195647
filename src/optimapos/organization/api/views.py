"""The business, its locations, terminals, roles and members."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import mixins
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.throttling import ScopedRateThrottle
from rest_framework.views import APIView

from optimapos.apikit.paths import path_id
from optimapos.apikit.permissions import Anyone, SignedIn
from optimapos.apikit.problems import problem_response
from optimapos.apikit.strictness import check_body
from optimapos.apikit.views import ActorView, ScopedViewSet
from optimapos.core.actors import Actor, Capability
from optimapos.core.result import Result
from optimapos.core.tenancy import tenant_scope
from optimapos.organization.api import serializers as shapes
from optimapos.organization.api.authentication import TERMINAL_SCHEME
from optimapos.organization.models import Business, Location, Membership, Terminal
from optimapos.organization.selectors import members_of, terminals_of, visible_locations
from optimapos.organization.services import (
    BusinessService,
    LocationService,
    MembershipService,
    RoleService,
    TerminalService,
)
from optimapos.organization.types import GROUPS, SENTENCES


class BusinessView(ActorView):
    """The business that the actor works for, and its settings."""

    capabilities = {"get": Capability.PRODUCT_VIEW, "patch": Capability.SETTINGS_MANAGE}

    @extend_schema(responses=shapes.BusinessSerializer)
    def get(self, request: Request) -> Response:
        """The business."""
        with tenant_scope(self.actor.business_id):
            row = Business.objects.get(pk=self.actor.business_id)
        document = dict(shapes.BusinessSerializer(row).data)
        if not self.actor.can(Capability.COST_VIEW):
            del document["fallback_markup_percent"]  # with it, a fallback price would tell the cost
        return Response(document)

    @extend_schema(request=shapes.BusinessSerializer, responses=shapes.BusinessSerializer)
    def patch(self, request: Request) -> Response:
        """Change its settings."""
        return self.act(
            BusinessService.update_settings,
            present=lambda row: shapes.BusinessSerializer(row).data,
            user_id=self.actor.user_id,
            changes=self.parsed(shapes.BusinessSerializer, partial=True),
        )


class LocationViewSet(ScopedViewSet, mixins.ListModelMixin, mixins.RetrieveModelMixin):
    """Locations that the member may see."""

    serializer_class = shapes.LocationSerializer
    capabilities = {
        "list": Capability.PRODUCT_VIEW,
        "retrieve": Capability.PRODUCT_VIEW,
        "create": Capability.SETTINGS_MANAGE,
        "partial_update": Capability.SETTINGS_MANAGE,
    }

    def records(self, actor: Actor) -> QuerySet[Location]:
        """The membership's locations."""
        return visible_locations(actor)

    @extend_schema(request=shapes.NewLocationSerializer, responses={201: shapes.LocationSerializer})
    def create(self, request: Request) -> Response:
        """Create a location."""
        return self.act(
            LocationService.create_location,
            present=lambda row: shapes.LocationSerializer(row).data,
            status=201,
            user_id=self.actor.user_id,
            **self.parsed(shapes.NewLocationSerializer),
        )

    @extend_schema(request=shapes.LocationChangesSerializer, responses=shapes.LocationSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change a location, or close it once nothing is left there."""
        return self.act(
            LocationService.change_location,
            present=lambda row: shapes.LocationSerializer(row).data,
            location_id=path_id(pk),
            actor=self.actor,
            changes=self.parsed(shapes.LocationChangesSerializer),
        )


class TerminalViewSet(ScopedViewSet, mixins.ListModelMixin, mixins.RetrieveModelMixin):
    """Terminals at locations that the member may see."""

    serializer_class = shapes.TerminalSerializer
    capabilities = dict.fromkeys(
        ["list", "retrieve", "create", "partial_update", "enrolment"], Capability.PEOPLE_MANAGE
    )

    def records(self, actor: Actor) -> QuerySet[Terminal]:
        """Terminals of the membership's locations."""
        return terminals_of(actor)

    @extend_schema(request=shapes.NewTerminalSerializer, responses={201: shapes.EnrolmentSerializer})
    def create(self, request: Request) -> Response:
        """Create a terminal; the answer holds its enrolment code."""
        return self.act(
            TerminalService.create_terminal,
            present=lambda issued: shapes.EnrolmentSerializer(issued).data,
            status=201,
            actor=self.actor,
            at=timezone.now(),
            **self.parsed(shapes.NewTerminalSerializer),
        )

    @extend_schema(request=shapes.TerminalChangesSerializer, responses=shapes.TerminalSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change a terminal, or take it out of use: its device and who works at it are signed out."""
        return self.act(
            TerminalService.change_terminal,
            present=lambda row: shapes.TerminalSerializer(row).data,
            terminal_id=path_id(pk),
            actor=self.actor,
            changes=self.parsed(shapes.TerminalChangesSerializer),
        )

    @extend_schema(request=None, responses={201: shapes.EnrolmentSerializer})
    @action(detail=True, methods=["post"])
    def enrolment(self, request: Request, pk: str) -> Response:
        """A fresh enrolment code, for a device that was replaced."""
        return self.act(
            TerminalService.renew_enrolment,
            present=lambda issued: shapes.EnrolmentSerializer(issued).data,
            status=201,
            terminal_id=path_id(pk),
            actor=self.actor,
            at=timezone.now(),
        )


class RoleViewSet(ScopedViewSet, mixins.ListModelMixin, mixins.RetrieveModelMixin):
    """The roles of the business and what each permits."""

    serializer_class = shapes.RoleSerializer
    capabilities = dict.fromkeys(["list", "retrieve", "create", "partial_update"], Capability.PEOPLE_MANAGE)

    @extend_schema(request=shapes.NewRoleSerializer, responses={201: shapes.RoleSerializer})
    def create(self, request: Request) -> Response:
        """Create a role, perhaps as a copy."""
        return self.act(
            RoleService.create_role,
            present=lambda row: shapes.RoleSerializer(row).data,
            status=201,
            actor=self.actor,
            **self.parsed(shapes.NewRoleSerializer),
        )

    @extend_schema(request=shapes.RoleChangesSerializer, responses=shapes.RoleSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change a role of the business's own."""
        return self.act(
            RoleService.change_role,
            present=lambda row: shapes.RoleSerializer(row).data,
            role_id=path_id(pk),
            actor=self.actor,
            changes=self.parsed(shapes.RoleChangesSerializer),
        )


class CapabilitiesView(ActorView):
    """What roles are made of."""

    permission_classes = [SignedIn]

    @extend_schema(responses=shapes.RightSerializer(many=True))
    def get(self, request: Request) -> Response:
        """Every capability, with its place on a screen and one sentence; `is_mine` tells whether the caller has it."""
        return Response(
            [
                {
                    "code": code,
                    "group": GROUPS.get(code.partition(".")[0], "Other"),
                    "sentence": SENTENCES.get(code, f"{label}."),
                    "is_mine": self.actor.can(code),
                }
                for code, label in Capability.choices
            ]
        )


class MemberViewSet(ScopedViewSet, mixins.ListModelMixin, mixins.RetrieveModelMixin):
    """Members of the business."""

    serializer_class = shapes.MemberSerializer
    queryset = Membership._base_manager.none()
    capabilities = {
        **dict.fromkeys(["list", "retrieve", "create", "partial_update", "pin"], Capability.PEOPLE_MANAGE),
        "names": Capability.SALE_VIEW,
    }

    def records(self, actor: Actor) -> QuerySet[Membership]:
        """Those whom the member may see."""
        return members_of(actor)

    @extend_schema(request=shapes.NewMemberSerializer, responses={201: shapes.MemberSerializer})
    def create(self, request: Request) -> Response:
        """Add a member."""
        return self.act(
            MembershipService.add_member,
            present=lambda row: shapes.MemberSerializer(row).data,
            status=201,
            actor=self.actor,
            **self.parsed(shapes.NewMemberSerializer),
        )

    @extend_schema(request=shapes.MemberChangesSerializer, responses=shapes.MemberSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change a member's name, role or locations, or end or renew the membership."""
        return self.act(
            MembershipService.change_member,
            present=lambda row: shapes.MemberSerializer(row).data,
            membership_id=path_id(pk),
            actor=self.actor,
            changes=self.parsed(shapes.MemberChangesSerializer),
        )

    @extend_schema(responses=shapes.MemberNameSerializer(many=True))
    @action(detail=False, methods=["get"], pagination_class=None)
    def names(self, request: Request) -> Response:
        """How everybody is called who works or worked here: sales and the audit log name them by `user`."""
        with tenant_scope(self.actor.business_id):
            return Response(shapes.MemberNameSerializer(self.get_queryset(), many=True).data)

    @extend_schema(request=shapes.PinSerializer, responses={200: shapes.MemberSerializer})
    @action(detail=True, methods=["post"])
    def pin(self, request: Request, pk: str) -> Response:
        """Give a member a new PIN."""
        return self.act(
            MembershipService.set_pin,
            present=lambda row: shapes.MemberSerializer(row).data,
            membership_id=path_id(pk),
            actor=self.actor,
            **self.parsed(shapes.PinSerializer),
        )


class DoorView(APIView):
    """A view that is called before anybody is signed in; throttled by address."""

    authentication_classes: list[Any] = []
    permission_classes = [Anyone]
    throttle_classes = [ScopedRateThrottle]
    throttle_scope = "sign-in"

    answered: type[Serializer[Any]] = shapes.IssuedSerializer

    def answer(self, result: Result[Any], status: int = 201) -> Response:
        """The secret that was issued, or the refusal."""
        if not result.ok:
            return problem_response(result.code, result.msg, result.data)
        return Response(self.answered(result.data).data, status=status)


class EnrolView(DoorView):
    """Turns an enrolment code into a device's token."""

    @extend_schema(request=shapes.EnrolSerializer, responses={201: shapes.IssuedSerializer}, auth=[])
    def post(self, request: Request) -> Response:
        """Enrol this device."""
        body = shapes.EnrolSerializer(data=request.data)
        check_body(body, request.data)
        return self.answer(TerminalService.enrol(at=timezone.now(), **body.validated_data))


class SignInView(DoorView):
    """Signs a member in at an enrolled terminal. `Authorization: Terminal <device token>`."""

    answered = shapes.SignedInSerializer

    @extend_schema(request=shapes.SignInSerializer, responses={201: shapes.SignedInSerializer})
    def post(self, request: Request) -> Response:
        """Sign in by e-mail, or as one of the people that the till shows, and by PIN. The answer's secret goes into
        `Authorization: Terminal <secret>`.
        """
        body = shapes.SignInSerializer(data=request.data)
        check_body(body, request.data)
        token = request.headers.get("Authorization", "").removeprefix(f"{TERMINAL_SCHEME} ")
        return self.answer(TerminalService.sign_in(device_token=token, at=timezone.now(), **body.validated_data))


class SignOutView(ActorView):
    """Ends an operator's session."""

    permission_classes = [SignedIn]

    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request) -> Response:
        """Sign out of the terminal."""
        token = request.headers.get("Authorization", "").removeprefix(f"{TERMINAL_SCHEME} ")
        return self.act(TerminalService.sign_out, present=lambda _: None, status=204, token=token)
