"""The location of goods on their way: one for each business, made with its first transfer."""

from optimapos.core.tenancy import BusinessRef, business_id_of
from optimapos.organization.models import Location
from optimapos.organization.types import LocationKind

TRANSIT_CODE = "IN-TRANSIT"
# Codes that people give have no hyphen.


def transit_location(business: BusinessRef, *, like: Location) -> Location:
    """The business's transit location, made where there is none, with the time zone and business day of `like`.

    Part of an operation, before it locks items.
    """
    rows = Location.objects.for_business(business).filter(kind=LocationKind.TRANSIT)
    found = rows.first()
    if found is None:
        made = Location(
            business_id=business_id_of(business),
            code=TRANSIT_CODE,
            name="In transit",
            kind=LocationKind.TRANSIT,
            timezone=like.timezone,
            day_starts_at=like.day_starts_at,
        )
        Location.objects.for_business(business).bulk_create([made], ignore_conflicts=True)
        found = rows.get()  # made just now, here or by somebody else
    return found
