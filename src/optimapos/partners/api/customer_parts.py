"""Actions on one customer: its sites and its week."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from optimapos.apikit.paths import path_id
from optimapos.apikit.views import ScopedViewSet
from optimapos.core.ids import UUID
from optimapos.core.result import Result
from optimapos.core.tenancy import tenant_scope
from optimapos.partners.api import customer_shapes as shapes
from optimapos.partners.api.places import clock_of
from optimapos.partners.api.supplier_parts import LOCATION
from optimapos.partners.models import Customer, CustomerSite
from optimapos.partners.selectors import (
    can_order_today,
    customer_by_id,
    next_customer_deadline,
    next_customer_delivery,
    sites_of,
)
from optimapos.partners.services import CustomerScheduleService, CustomerSiteService

SITE = OpenApiParameter("site", OpenApiTypes.UUID, OpenApiParameter.PATH)


class CustomerAnswers(ScopedViewSet):
    """What views of customers share."""

    is_personal = True

    def customer(self, pk: str) -> Customer:
        """The customer in the address.

        Refuses: CUSTOMER_NOT_FOUND.
        """
        return customer_by_id(self.actor.business_id, path_id(pk))


class SiteActions(CustomerAnswers):
    """Sites."""

    @extend_schema(responses=shapes.SiteSerializer(many=True), filters=False)
    @action(detail=True, methods=["get"], filterset_class=None)
    def sites(self, request: Request, pk: str) -> Response:
        """The sites of a customer, newest first, those out of use too."""
        with tenant_scope(self.actor.business_id):
            page = self.paginate_queryset(sites_of(self.customer(pk)))
            return self.get_paginated_response(shapes.SiteSerializer(page, many=True).data)

    @extend_schema(request=shapes.SiteWriteSerializer, responses={201: shapes.SiteSerializer})
    @sites.mapping.post
    def add_site(self, request: Request, pk: str) -> Response:
        """Add a site."""
        return self.act(
            CustomerSiteService.create_site,
            present=self._site,
            status=201,
            customer_id=path_id(pk),
            actor=self.actor,
            fields=self.parsed(shapes.SiteWriteSerializer),
        )

    @extend_schema(parameters=[SITE], request=shapes.SiteWriteSerializer(partial=True), responses=shapes.SiteSerializer)
    @action(detail=True, methods=["patch"], url_path="sites/(?P<site>[^/.]+)")
    def site(self, request: Request, pk: str, site: str) -> Response:
        """Change a site."""
        return self.act(
            CustomerSiteService.update_site,
            present=self._site,
            customer_id=path_id(pk),
            site_id=path_id(site),
            actor=self.actor,
            fields=self.parsed(shapes.SiteWriteSerializer, partial=True),
        )

    @extend_schema(parameters=[SITE], responses={204: None})
    @site.mapping.delete
    def remove_site(self, request: Request, pk: str, site: str) -> Response:
        """Take a site out of use."""
        return self.act(
            CustomerSiteService.deactivate_site,
            present=lambda _: None,
            status=204,
            customer_id=path_id(pk),
            site_id=path_id(site),
            actor=self.actor,
        )

    def _site(self, site: CustomerSite) -> Any:
        """As it is stored, not as it was sent."""
        return shapes.SiteSerializer(sites_of(site.customer).get(pk=site.pk)).data


class WeekActions(CustomerAnswers):
    """The week."""

    @extend_schema(parameters=[LOCATION], responses=shapes.CustomerWeekSerializer, filters=False)
    @action(detail=True, methods=["get"], pagination_class=None, filterset_class=None)
    def schedule(self, request: Request, pk: str) -> Response:
        """The week of a customer, and what comes next."""
        with tenant_scope(self.actor.business_id):
            return Response(self._week(path_id(pk)))

    @extend_schema(
        parameters=[LOCATION], request=shapes.CustomerWeekWriteSerializer, responses=shapes.CustomerWeekSerializer
    )
    @schedule.mapping.post
    def set_week(self, request: Request, pk: str) -> Response:
        """Set the whole week: on days that are left out nothing happens."""
        return self._scheduled(CustomerScheduleService.set_week, pk)

    @extend_schema(
        parameters=[LOCATION], request=shapes.CustomerWeekWriteSerializer, responses=shapes.CustomerWeekSerializer
    )
    @schedule.mapping.patch
    def set_days(self, request: Request, pk: str) -> Response:
        """Set some days and leave the others."""
        return self._scheduled(CustomerScheduleService.set_days, pk)

    def _scheduled(self, work: Callable[..., Result[Any]], pk: str) -> Response:
        return self.act(
            work,
            present=lambda customer: self._week(customer.pk),
            customer_id=path_id(pk),
            actor=self.actor,
            **self.parsed(shapes.CustomerWeekWriteSerializer),
        )

    def _week(self, customer_id: UUID) -> Any:
        customer = customer_by_id(self.actor.business_id, customer_id)
        local = clock_of(self.request, self.actor, timezone.now())
        told = {
            "days": customer.get_week(),
            "can_order_today": can_order_today(customer, local),
            "next_order_deadline": next_customer_deadline(customer, local),
            "next_delivery_date": next_customer_delivery(customer, local.date()),
            "today": local.date(),
            "timezone": str(local.tzinfo),
        }
        return shapes.CustomerWeekSerializer(told).data
