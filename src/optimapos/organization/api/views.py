"""Locations, members, terminals, and who is asking."""

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
from optimapos.apikit.strictness import refuse_unknown_fields
from optimapos.apikit.views import ActorView, ScopedViewSet
from optimapos.core.actors import Actor, Capability
from optimapos.core.result import Result
from optimapos.core.tenancy import tenant_scope
from optimapos.organization.api import serializers as shapes
from optimapos.organization.api.authentication import TERMINAL_SCHEME
from optimapos.organization.models import Business, Location, Membership, Terminal
from optimapos.organization.selectors import member_of, members_of, visible_locations
from optimapos.organization.services import BusinessService, LocationService, MembershipService, TerminalService


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


class TerminalViewSet(ScopedViewSet, mixins.ListModelMixin, mixins.RetrieveModelMixin):
    """Terminals at locations that the member may see."""

    serializer_class = shapes.TerminalSerializer
    capabilities = dict.fromkeys(["list", "retrieve", "create", "enrolment"], Capability.PEOPLE_MANAGE)

    def records(self, actor: Actor) -> QuerySet[Terminal]:
        """Terminals of the membership's locations."""
        return Terminal.objects.for_business(actor.business_id).filter(location__in=visible_locations(actor))

    @extend_schema(request=shapes.NewTerminalSerializer, responses={201: shapes.IssuedSerializer})
    def create(self, request: Request) -> Response:
        """Create a terminal; the answer holds its enrolment code."""
        return self.act(
            TerminalService.create_terminal,
            present=lambda issued: shapes.IssuedSerializer(issued).data,
            status=201,
            actor=self.actor,
            at=timezone.now(),
            **self.parsed(shapes.NewTerminalSerializer),
        )

    @extend_schema(request=None, responses={201: shapes.IssuedSerializer})
    @action(detail=True, methods=["post"])
    def enrolment(self, request: Request, pk: str) -> Response:
        """A fresh enrolment code, for a device that was replaced."""
        return self.act(
            TerminalService.renew_enrolment,
            present=lambda issued: shapes.IssuedSerializer(issued).data,
            status=201,
            terminal_id=path_id(pk),
            actor=self.actor,
            at=timezone.now(),
        )


class RoleViewSet(ScopedViewSet, mixins.ListModelMixin, mixins.RetrieveModelMixin):
    """The roles of the business and what each permits."""

    serializer_class = shapes.RoleSerializer
    capabilities = dict.fromkeys(["list", "retrieve"], Capability.PEOPLE_MANAGE)


class MemberViewSet(ScopedViewSet, mixins.ListModelMixin, mixins.RetrieveModelMixin):
    """Members of the business."""

    serializer_class = shapes.MemberSerializer
    queryset = Membership._base_manager.none()
    capabilities = dict.fromkeys(["list", "retrieve", "create", "pin"], Capability.PEOPLE_MANAGE)

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


class MeView(ActorView):
    """Who is asking."""

    permission_classes = [SignedIn]

    @extend_schema(responses=shapes.MeSerializer)
    def get(self, request: Request) -> Response:
        """The actor of this request."""
        with tenant_scope(self.actor.business_id):
            member = member_of(self.actor)
        return Response(shapes.MeSerializer({**vars(self.actor), "member": member}).data)


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
        refuse_unknown_fields(body, request.data)
        body.is_valid(raise_exception=True)
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
        refuse_unknown_fields(body, request.data)
        body.is_valid(raise_exception=True)
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
