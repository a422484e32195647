"""Pictures of products: brought, drawn anew, put in order, removed and restored; and the files that they are."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from optimapos.audit.models import AuditLog
from optimapos.core.ids import new_id
from optimapos.core.result import DomainError
from optimapos.core.tenancy import tenant_scope
from optimapos.organization.models import User
from optimapos.products.models import Product, ProductPicture
from optimapos.products.services import PictureService, ProductService, pictures
from optimapos.products.services.picture_files import sweep_pictures
from tests.factories.catalog import make_product
from tests.factories.organization import Shop, Till, make_shop
from tests.factories.pictures import BLUE, GREEN, MEDIA, RED, at, bring, files_of, image, make_picture


@pytest.fixture
def tea(shop: Shop) -> Product:
    """A product without pictures."""
    return make_product(shop, name="Tea", stock=None)


def shown(till: Till, product: Product) -> list[str]:
    """The words of a product's pictures, in order."""
    return [row["alt_text"] for row in till.get(at(product)).json()]


def drawn(content: bytes) -> Image.Image:
    picture = Image.open(BytesIO(content))
    picture.load()
    return picture


def fetch(path: str, **headers: str) -> Any:
    return Client().get(path, headers=headers)


def test_a_picture_is_drawn_in_two_sizes_and_its_words_and_figures_are_told(shop: Shop, tea: Product) -> None:
    answer = bring(shop.manager_till, tea, image(3000, 1500, file_format="JPEG"), "?alt_text=A+cup")
    assert answer.status_code == 201, answer.json()
    told = answer.json()
    assert (told["position"], told["is_main"], told["alt_text"]) == (0, True, "A cup")
    assert (told["width"], told["height"]) == (1280, 640)
    small, large = (fetch(told[size]).getvalue() for size in ("small", "large"))
    assert (drawn(small).size, drawn(large).size) == ((320, 160), (1280, 640))
    assert (drawn(small).format, drawn(large).format) == ("WEBP", "WEBP")
    assert told["size"] == len(small) + len(large)
    assert shop.till.get(at(tea)).json() == [told]
    assert shop.till.get(at(tea, f"{told['id']}/")).json() == told
    with shop.scope():
        event = AuditLog.objects.for_business(shop.id).get(event_type="picture.added")
    assert event.event_data == {"product_id": str(tea.pk), "picture_id": told["id"]}


def test_a_file_is_served_to_be_kept_for_ever_as_a_picture_and_nothing_else(shop: Shop, tea: Product) -> None:
    told = bring(shop.manager_till, tea, image()).json()
    answer = fetch(told["small"])
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/webp"
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "Vary" not in answer or "Cookie" not in answer["Vary"]
    assert fetch(told["small"], **{"If-None-Match": answer["ETag"]}).status_code == 304
    assert Client().head(told["large"]).status_code == 200
    assert Client().post(told["large"]).status_code == 405


@pytest.mark.parametrize(
    "path",
    [
        f"{'0' * 40}-small.webp",
        f"{'0' * 40}-huge.webp",
        f"{'0' * 39}-small.webp",
        f"{'A' * 40}-small.webp",
        "../../etc/passwd",
        "%2e%2e/secret",
        "",
    ],
)
def test_an_address_that_is_none_is_not_found_and_not_kept(path: str) -> None:
    answer = fetch(f"/media/pictures/{path}")
    assert answer.status_code == 404
    assert "immutable" not in answer.get("Cache-Control", "")


def test_an_address_is_another_one_for_the_same_picture(shop: Shop, tea: Product) -> None:
    addresses = {make_picture(shop, tea).address for _ in range(3)}
    assert len(addresses) == 3
    assert all(len(address) == 40 for address in addresses)


def test_what_the_camera_wrote_is_gone_and_the_picture_stands_upright(shop: Shop, tea: Product) -> None:
    photo = Image.new("RGB", (40, 20), RED)
    photo.paste(BLUE, (0, 0, 20, 20))  # blue at the left of what the camera wrote, on top once it is turned
    notes = Image.Exif()
    notes[0x0112], notes[0x010F] = 6, "Somebody's phone"
    file = BytesIO()
    photo.save(file, "JPEG", exif=notes, quality=95, subsampling=0)
    assert b"Somebody" in file.getvalue()
    told = bring(shop.manager_till, tea, file.getvalue()).json()
    assert (told["width"], told["height"]) == (20, 40)
    content = fetch(told["large"]).getvalue()
    assert b"Somebody" not in content
    assert not any(mark in content for mark in (b"EXIF", b"ICCP", b"XMP "))
    turned = drawn(content).convert("RGB")
    assert near(turned.getpixel((10, 5)), BLUE)
    assert near(turned.getpixel((10, 35)), RED)


def near(found: Any, wanted: tuple[int, ...]) -> bool:
    return all(abs(one - other) < 30 for one, other in zip(found, wanted, strict=True))


@pytest.mark.parametrize(
    ("content", "has_alpha"),
    [
        (image(mode="P", colour=1), False),
        (image(mode="L", colour=90), False),
        (image(mode="1", colour=1), False),
        (image(mode="LA", colour=(90, 128)), True),
        (image(mode="RGBA", colour=(*GREEN, 128)), True),
        (image(mode="I;16", colour=9000), False),
        (image(mode="CMYK", colour=(0, 200, 200, 0), file_format="JPEG"), False),
        (image(file_format="GIF"), False),
        (image(file_format="WEBP"), False),
    ],
)
def test_every_kind_of_colours_becomes_a_plain_picture(
    content: bytes, has_alpha: bool, shop: Shop, tea: Product
) -> None:
    told = bring(shop.manager_till, tea, content).json()
    assert (told["width"], told["height"]) == (8, 6)
    assert ("A" in drawn(fetch(told["large"]).getvalue()).mode) is has_alpha


def test_an_upload_that_is_sent_again_under_its_key_is_one_picture_with_two_files(shop: Shop, tea: Product) -> None:
    before = len(list(MEDIA.rglob("*.webp"))) if MEDIA.exists() else 0
    first = bring(shop.manager_till, tea, image(), "?alt_text=A", key="one")
    again = bring(shop.manager_till, tea, image(), "?alt_text=A", key="one")
    assert (first.json(), again["Idempotent-Replayed"]) == (again.json(), "true")
    assert bring(shop.manager_till, tea, image(colour=BLUE), "?alt_text=A", key="one").json()["code"] == (
        "IDEMPOTENCY_KEY_REUSED"
    )
    assert shown(shop.till, tea) == ["A"]
    assert len(list(MEDIA.rglob("*.webp"))) == before + 2


def test_pictures_are_moved_and_the_first_is_the_main_one(shop: Shop, tea: Product) -> None:
    made = [make_picture(shop, tea, alt_text=word) for word in "abcd"]
    till = shop.manager_till
    moved = till.patch(at(tea, f"{made[2].pk}/"), {"position": 0})
    assert (moved.json()["position"], moved.json()["is_main"]) == (0, True)
    assert shown(till, tea) == ["c", "a", "b", "d"]
    till.patch(at(tea, f"{made[2].pk}/"), {"position": 12})
    assert shown(till, tea) == ["a", "b", "d", "c"]
    till.patch(at(tea, f"{made[0].pk}/"), {"position": 1, "alt_text": "A!"})
    assert shown(till, tea) == ["b", "A!", "d", "c"]
    assert till.patch(at(tea, f"{made[0].pk}/"), {"position": -1}).status_code == 400
    assert till.patch(at(tea, f"{made[0].pk}/"), {"main": True}).status_code == 400
    listed = till.get(f"/api/products/?ids={tea.pk}").json()["results"][0]
    assert listed["picture"] == f"/media/pictures/{made[1].address}-small.webp"
    assert till.get(f"/api/products/{tea.pk}/").json()["picture"] == listed["picture"]


def test_a_removed_picture_is_not_shown_and_comes_back_where_it_was(shop: Shop, tea: Product) -> None:
    made = [make_picture(shop, tea, alt_text=word) for word in "abc"]
    till = shop.manager_till
    assert till.delete(at(tea, f"{made[0].pk}/")).status_code == 204
    assert till.delete(at(tea, f"{made[0].pk}/")).status_code == 404
    assert shown(till, tea) == ["b", "c"]
    assert till.get(f"/api/products/{tea.pk}/").json()["picture"].count(made[1].address) == 1
    restored = till.post(at(tea, f"{made[0].pk}/restore/"))
    assert (restored.status_code, restored.json()["position"]) == (200, 0)
    assert shown(till, tea) == ["a", "b", "c"]
    assert till.post(at(tea, f"{made[0].pk}/restore/")).status_code == 200
    assert shown(till, tea) == ["a", "b", "c"]
    with shop.scope():
        kinds = AuditLog.objects.for_business(shop.id).filter(event_type__startswith="picture.")
        assert [row.event_type for row in kinds.order_by("id")][3:] == ["picture.removed", "picture.restored"]


def test_only_so_many_pictures_are_taken(shop: Shop, tea: Product, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MAX_PICTURES", 2)
    first, _ = make_picture(shop, tea), make_picture(shop, tea)
    answer = bring(shop.manager_till, tea, image())
    assert (answer.status_code, answer.json()["code"], answer.json()["data"]) == (
        409,
        "TOO_MANY_PICTURES",
        {"max_pictures": 2},
    )
    shop.manager_till.delete(at(tea, f"{first.pk}/"))
    make_picture(shop, tea)
    assert shop.manager_till.post(at(tea, f"{first.pk}/restore/")).json()["code"] == "TOO_MANY_PICTURES"


def test_who_may_only_look_brings_and_changes_nothing(shop: Shop, tea: Product) -> None:
    made = make_picture(shop, tea)
    for answer in (
        bring(shop.till, tea, image()),
        shop.till.patch(at(tea, f"{made.pk}/"), {"alt_text": "x"}),
        shop.till.delete(at(tea, f"{made.pk}/")),
        shop.till.post(at(tea, f"{made.pk}/restore/")),
    ):
        assert (answer.status_code, answer.json()["code"]) == (403, "PERMISSION_DENIED")


def test_pictures_of_another_product_or_business_are_not_there(shop: Shop, tea: Product) -> None:
    other = make_product(shop, name="Milk", stock=None)
    foreign_shop = make_shop()
    foreign = make_product(foreign_shop, stock=None)
    mine, theirs = make_picture(shop, other), make_picture(foreign_shop, foreign)
    till = shop.manager_till
    for picture in (mine.pk, theirs.pk, new_id()):
        for answer in (
            till.get(at(tea, f"{picture}/")),
            till.patch(at(tea, f"{picture}/"), {"alt_text": "x"}),
            till.delete(at(tea, f"{picture}/")),
            till.post(at(tea, f"{picture}/restore/")),
        ):
            assert (answer.status_code, answer.json()["code"]) == (404, "NOT_FOUND")
    assert till.get(at(foreign)).status_code == 404
    assert bring(till, foreign, image()).status_code == 404
    assert bring(till, foreign, b"no picture").status_code == 404
    assert till.get("/api/products/not-an-id/pictures/").status_code == 404


def test_a_discontinued_product_keeps_its_pictures_as_they_are(shop: Shop, tea: Product) -> None:
    made = make_picture(shop, tea)
    ProductService.set_life_cycle(
        business=shop.business, product_id=tea.pk, actor=shop.owner, to="DISCONTINUED"
    ).unwrap()
    assert bring(shop.manager_till, tea, image()).json()["code"] == "LIFE_CYCLE_FORBIDS"
    assert shop.manager_till.delete(at(tea, f"{made.pk}/")).json()["code"] == "LIFE_CYCLE_FORBIDS"
    assert len(shop.till.get(at(tea)).json()) == 1


def test_no_file_is_left_where_the_row_is_not_written(
    shop: Shop, tea: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: Any) -> None:
        raise DomainError("NOT_FOUND", "Somebody was faster.")

    def break_down(*args: Any) -> None:
        raise RuntimeError("a bug")

    written = set(MEDIA.rglob("*.webp"))
    monkeypatch.setattr(pictures, "_editable", refuse)
    assert bring(shop.manager_till, tea, image()).status_code == 404
    monkeypatch.setattr(pictures, "_editable", break_down)
    with pytest.raises(RuntimeError):
        bring(shop.manager_till, tea, image())
    assert set(MEDIA.rglob("*.webp")) == written
    with shop.scope():
        assert not ProductPicture.objects.for_business(shop.id).exists()


def test_a_storage_that_takes_nothing_is_told_and_leaves_nothing(
    shop: Shop, tea: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    save, calls = default_storage.save, []

    def full(name: str, content: Any) -> str:
        calls.append(name)
        if len(calls) == 2:
            raise OSError(28, "No space left on device")
        return save(name, content)

    written = set(MEDIA.rglob("*.webp"))
    monkeypatch.setattr(default_storage, "save", full)
    answer = bring(shop.manager_till, tea, image())
    assert (answer.status_code, answer.json()["code"], answer["Retry-After"]) == (503, "UNAVAILABLE", "1")
    assert len(calls) == 2
    assert set(MEDIA.rglob("*.webp")) == written


def test_the_sweep_forgets_removed_pictures_and_files_without_a_row(shop: Shop, tea: Product) -> None:
    kept, removed = make_picture(shop, tea), make_picture(shop, tea)
    now = timezone.now()
    PictureService.remove_picture(
        business=shop.business, product_id=tea.pk, picture_id=removed.pk, actor=shop.owner, at=now
    ).unwrap()
    default_storage.save(f"pictures/ff/{'f' * 40}-small.webp", BytesIO(image()))
    sweep_pictures(now + timedelta(minutes=59))
    assert [len(files_of(address)) for address in (kept.address, removed.address, "f" * 40)] == [2, 2, 1]
    assert sweep_pictures(now + timedelta(minutes=61)) >= 1
    assert [len(files_of(address)) for address in (kept.address, removed.address, "f" * 40)] == [2, 0, 1]
    answer = shop.manager_till.post(at(tea, f"{removed.pk}/restore/"))
    assert (answer.status_code, answer.json()["code"]) == (404, "NOT_FOUND")
    assert sweep_pictures(now + timedelta(days=2)) >= 1
    assert [len(files_of(address)) for address in (kept.address, "f" * 40)] == [2, 0]
    with tenant_scope(shop.business):
        assert [row.pk for row in ProductPicture.objects.for_business(shop.id)] == [kept.pk]


def test_the_sweep_finds_nothing_where_no_picture_ever_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(default_storage, "listdir", lambda folder: (_ for _ in ()).throw(FileNotFoundError(folder)))
    assert sweep_pictures(timezone.now() - timedelta(days=400)) == 0


def test_a_page_of_products_asks_once_for_all_main_pictures(shop: Shop) -> None:
    for name in "abc":
        product = make_product(shop, name=name, stock=None)
        make_picture(shop, product)
        make_picture(shop, product)
    assert shop.till
    with CaptureQueriesContext(connections["default"]) as asked:
        rows = shop.till.get("/api/products/").json()["results"]
    assert all(row["picture"] for row in rows)
    assert sum("product_picture" in query["sql"] for query in asked.captured_queries) == 1


def test_tills_hear_of_pictures_with_their_products(shop: Shop, tea: Product) -> None:
    def changed() -> list[Any]:
        nonlocal cursor
        answer = shop.till.get(f"/api/till/changes/?since={cursor}").json()
        cursor = answer["cursor"]
        return [(row["name"], row["picture"]) for row in answer.get("products", {"rows": []})["rows"]]

    cursor = shop.till.get("/api/till/").json()["cursor"]
    made = make_picture(shop, tea)
    address = f"/media/pictures/{made.address}-small.webp"
    assert changed() == [("Tea", address)]
    rows = shop.till.get("/api/till/catalog/?kind=products").json()["rows"]
    assert [row["picture"] for row in rows] == [address]
    shop.manager_till.delete(at(tea, f"{made.pk}/"))
    assert changed() == [("Tea", None)]


@pytest.mark.parametrize("content_type", ["application/octet-stream", "image/png", "application/json", "text/html"])
def test_a_browsers_page_brings_a_picture_whatever_its_type_is_said_to_be(
    shop: Shop, tea: Product, content_type: str
) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(User.objects.get(pk=shop.owner.user_id))
    refused = browser.generic("POST", at(tea), image(), content_type=content_type)
    assert refused.status_code == 403
    browser.cookies["csrftoken"] = "a" * 32
    brought = browser.generic("POST", at(tea), image(), content_type=content_type, headers={"X-CSRFToken": "a" * 32})
    assert brought.status_code == 201, brought.content
