"""The version of what a checkout reads: whoever changes prices, taxes or products counts it up."""

from django.db.models import F

from optimapos.core.tenancy import BusinessRef, business_id_of
from optimapos.organization.models import Business


def bump_settings_version(business: BusinessRef) -> None:
    """Count `Business.settings_version` up, so that a checkout that read before starts over."""
    Business.objects.filter(pk=business_id_of(business)).update(settings_version=F("settings_version") + 1)
