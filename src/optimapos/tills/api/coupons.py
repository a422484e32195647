"""A coupon that a customer shows: what it is for, and whether it is taken."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from optimapos.apikit.fields import CouponCodeField
from optimapos.apikit.problems import Refusal
from optimapos.apikit.views import ActorView
from optimapos.core.actors import Capability
from optimapos.core.result import DomainError
from optimapos.core.tenancy import tenant_scope
from optimapos.tills.selectors import coupon_shown


class ShownCouponSerializer(serializers.Serializer[Any]):
    """A coupon with the promotion that it is for. `problem`: the code of why it is not taken, or empty."""

    id = serializers.UUIDField()
    code = serializers.CharField()
    promotion = serializers.UUIDField()
    problem = serializers.CharField(allow_blank=True)


class CouponView(ActorView):
    """One coupon by its code. A till lists none: it knows those alone that are shown to it."""

    capabilities = {"get": Capability.SALE_SELL}

    @extend_schema(responses=ShownCouponSerializer)
    def get(self, request: Request, code: str) -> Response:
        """The coupon as it is now; capitals and small letters are alike."""
        with tenant_scope(self.actor.business_id):
            return Response(ShownCouponSerializer(coupon_shown(self.actor.business_id, _code(code))).data)


def _code(text: str) -> str:
    """The code in the address.

    Refuses: COUPON_NOT_FOUND for what can be no code of a coupon.
    """
    try:
        return str(CouponCodeField().run_validation(text))
    except ValidationError:
        raise Refusal(DomainError("COUPON_NOT_FOUND", "There is no such coupon.", {"coupon": text})) from None
