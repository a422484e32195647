"""The installed file holds what the replay says of it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from optimapos.replay.dataset import read_baskets, read_catalog
from optimapos.replay.services.shop import TIMEZONE
from optimapos.replay.types import Basket, CatalogRow


@pytest.fixture(scope="module")
def week() -> list[Basket]:
    """Week 2."""
    return read_baskets(2, 1)


def test_a_week_has_its_baskets_lines_and_money(week: list[Basket]) -> None:
    assert len(week) == 2919
    assert sum(len(basket.lines) for basket in week) == 31454
    assert sum(line.cents for basket in week for line in basket.lines) == 9337029


def test_baskets_come_in_the_order_of_their_times(week: list[Basket]) -> None:
    assert week[0].at == datetime(2017, 1, 2, 5, 5, 54, tzinfo=UTC)
    assert [basket.at for basket in week] == sorted(basket.at for basket in week)


def test_a_week_is_one_from_monday_to_sunday_in_the_shops_time_zone_in_winter_and_in_summer(
    week: list[Basket],
) -> None:
    for baskets in (week, read_baskets(25, 1)):
        days = [basket.at.astimezone(ZoneInfo(TIMEZONE)).date() for basket in baskets]
        assert (days[0].weekday(), days[-1].weekday()) == (0, 6)
        assert days[-1] - days[0] == timedelta(days=6)


def test_a_product_has_its_catalog_row_or_a_name_that_says_that_it_has_none() -> None:
    known, unknown = read_catalog([5978656, 899823])

    assert known == CatalogRow(899823, "PEACHES 15.25 OZ", "Private label", "GROCERY", "FRUIT - SHELF STABLE")
    assert unknown == CatalogRow(5978656, "Product 5978656 (not in the catalog)", "", "", "")
