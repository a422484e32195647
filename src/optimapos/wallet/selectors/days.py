"""Which day it is for a business: that of a location, or where none is asked, the earliest of all of its locations.

So nothing lapses anywhere before its last day is over at the place itself.
"""

from datetime import UTC, date, datetime

from optimapos.core.tenancy import BusinessRef
from optimapos.organization.models import Location


def day_of(business: BusinessRef, at: datetime, location: Location | None = None) -> date:
    """The day."""
    places = [location] if location else Location.objects.for_business(business).filter(is_active=True).order_by("pk")
    return min((place.local_day(at) for place in places), default=at.astimezone(UTC).date())
