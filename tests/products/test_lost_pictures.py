"""Uploads whose answer was lost, and pictures that are restored while the sweep runs: nothing is lost, nothing told wrong."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import timezone

from optimapos.products.models import Product, ProductPicture
from optimapos.products.selectors import pictures_of
from optimapos.products.services import ProductService, pictures
from optimapos.products.services.picture_files import sweep_pictures
from tests.factories.catalog import make_product
from tests.factories.organization import Shop
from tests.factories.pictures import BLUE, at, bring, files_of, image, make_picture


@pytest.fixture
def tea(shop: Shop) -> Product:
    """A product without pictures."""
    return make_product(shop, name="Tea", stock=None)


def test_an_upload_whose_answer_was_lost_is_answered_though_nothing_more_is_taken(
    shop: Shop, tea: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "MAX_PICTURES", 1)
    first = bring(shop.manager_till, tea, image(), key="last")
    again = bring(shop.manager_till, tea, image(), key="last")
    assert (again.status_code, again.json(), again["Idempotent-Replayed"]) == (201, first.json(), "true")
    assert bring(shop.manager_till, tea, image(), key="next").json()["code"] == "TOO_MANY_PICTURES"
    assert bring(shop.manager_till, tea, image(colour=BLUE), key="last").json()["code"] == "IDEMPOTENCY_KEY_REUSED"
    ProductService.set_life_cycle(
        business=shop.business, product_id=tea.pk, actor=shop.owner, to="DISCONTINUED"
    ).unwrap()
    assert bring(shop.manager_till, tea, image(), key="last").json() == first.json()


def test_files_stay_where_nobody_knows_whether_the_row_was_written(
    shop: Shop, tea: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    insert = pictures._insert

    def lost(**asked: Any) -> None:
        insert(**asked).unwrap()
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(pictures, "_insert", lost)
    with pytest.raises(OperationalError):
        bring(shop.manager_till, tea, image())
    with shop.scope():
        row = ProductPicture.objects.for_business(shop.id).get()
    assert len(files_of(row.address)) == 2


def test_a_picture_that_is_being_restored_is_not_swept_away(
    shop: Shop, tea: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    removed, now = make_picture(shop, tea), timezone.now()
    assert shop.manager_till.delete(at(tea, f"{removed.pk}/")).status_code == 204
    listed = pictures_of

    def swept(*asked: Any) -> Any:
        sweep_pictures(now + timedelta(minutes=61))
        return listed(*asked)

    monkeypatch.setattr(pictures, "pictures_of", swept)
    assert shop.manager_till.post(at(tea, f"{removed.pk}/restore/")).status_code == 200
    assert len(files_of(removed.address)) == 2
