"""A basket's sale has one id, whoever replays it and whenever."""

from datetime import UTC, datetime
from uuid import RFC_4122, UUID

from optimapos.replay.rules.identity import group_code, sale_id

BUSINESS = UUID("01890a5d-ac96-774b-bcce-b302099a8057")
OTHER = UUID("01890a5d-ac96-774b-bcce-b302099a8058")
AT = datetime(2017, 1, 2, 5, 5, 54, tzinfo=UTC)


def test_the_id_is_the_same_each_time() -> None:
    assert sale_id(BUSINESS, 31198437603, AT) == UUID("01595d91-cf50-7e9c-b2c7-6f7bd550d3d0")


def test_the_id_is_a_uuid_of_version_seven_that_begins_with_the_basket_time() -> None:
    made = sale_id(BUSINESS, 31198437603, AT)

    assert (made.version, made.variant) == (7, RFC_4122)
    assert made.int >> 80 == int(AT.timestamp()) * 1000


def test_another_basket_or_business_has_another_id() -> None:
    ids = {sale_id(BUSINESS, 1, AT), sale_id(BUSINESS, 2, AT), sale_id(OTHER, 1, AT)}

    assert len(ids) == 3


def test_a_category_of_two_departments_gets_two_codes_that_fit_their_column() -> None:
    meat, deli = group_code("MEAT", "SMOKED MEATS"), group_code("DELI", "SMOKED MEATS")

    assert meat != deli
    assert meat.startswith("MEAT-")
    assert group_code("MEAT", "") == "MEAT"
    assert len(group_code("A DEPARTMENT WITH A LONG NAME", "CATEGORY")) <= 30
