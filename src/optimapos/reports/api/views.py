"""The dashboard."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from optimapos.apikit.problems import Refusal
from optimapos.apikit.views import ActorView
from optimapos.core.actors import Capability
from optimapos.core.result import DomainError
from optimapos.core.tenancy import tenant_scope
from optimapos.reports.api.serializers import BusinessDashboardSerializer, DashboardQuery
from optimapos.reports.selectors import dashboard_of


class DashboardView(ActorView):
    """What an owner looks at in the morning."""

    capabilities = {"get": Capability.SALE_VIEW}

    @extend_schema(parameters=[DashboardQuery], responses=BusinessDashboardSerializer)
    def get(self, request: Request) -> Response:
        """Day, week and month beside the ones before up to the same hour; hours, products, tenders, stock, debts."""
        asked = self.asked(DashboardQuery)
        with tenant_scope(self.actor.business_id):
            found = dashboard_of(self.actor, at=asked.get("at") or timezone.now(), location_id=asked.get("location"))
        if found is None:
            raise Refusal(DomainError("UNKNOWN_LOCATION", "There is no such location."))
        return Response(BusinessDashboardSerializer(found).data)
