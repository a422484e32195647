"""Saved views: one's own, shared ones, and who changes them."""

from typing import Any

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from optimapos.organization.services import views
from tests.factories.organization import Shop
from tests.organization.accounts import Browser, browser_of, member_of, owner_of
from tests.organization.test_members import last_event

STATE = {"query": "status=DRAFT", "columns": ["number", "total"], "sort": "-total", "density": "compact"}


def kept(browser: Any, name: str = "Drafts", **fields: Any) -> Any:
    answer = browser.post("/api/saved-views/", {"page": "sales", "name": name, "state": STATE, **fields})
    assert answer.status_code == 201, answer.content
    return answer.json()


def names(browser: Browser, query: str = "") -> set[str]:
    return {row["name"] for row in browser.get(f"/api/saved-views/{query}").json()["results"]}


def test_a_view_is_kept_as_the_screen_made_it(shop: Shop) -> None:
    told = kept(shop.till)
    assert (told["page"], told["name"], told["state"], told["is_shared"]) == ("sales", "Drafts", STATE, False)
    assert told["is_mine"]
    assert shop.till.get(f"/api/saved-views/{told['id']}/").json() == told
    assert last_event(shop).event_data == {"saved_view_id": told["id"], "page": "sales", "is_shared": False}


def test_one_sees_ones_own_and_what_others_share(shop: Shop) -> None:
    boss, clerk = owner_of(shop), browser_of(member_of(shop).user_id)
    kept(boss, "Private")
    kept(boss, "For all", is_shared=True)
    kept(clerk, "Mine", page="stock")
    assert names(clerk) == {"For all", "Mine"}
    assert names(clerk, "?page=stock") == {"Mine"}
    assert names(boss) == {"Private", "For all"}
    shared = next(row for row in clerk.get("/api/saved-views/").json()["results"] if row["is_shared"])
    assert not shared["is_mine"]


def test_sharing_takes_a_right(shop: Shop) -> None:
    clerk = browser_of(member_of(shop).user_id)
    body = {"page": "sales", "name": "X", "state": {}, "is_shared": True}
    assert clerk.post("/api/saved-views/", body).json()["code"] == "PERMISSION_DENIED"
    own = kept(clerk)
    assert clerk.patch(f"/api/saved-views/{own['id']}/", {"is_shared": True}).json()["code"] == "PERMISSION_DENIED"
    assert names(owner_of(shop)) == set()


def test_the_owner_alone_changes_and_deletes_a_view(shop: Shop) -> None:
    boss, clerk = owner_of(shop), browser_of(member_of(shop).user_id)
    private, shared = kept(boss, "Private"), kept(boss, "For all", is_shared=True)
    for answer in (
        clerk.patch(f"/api/saved-views/{shared['id']}/", {"name": "Y"}),
        clerk.delete(f"/api/saved-views/{shared['id']}/"),
    ):
        assert answer.json()["code"] == "PERMISSION_DENIED"
    for answer in (
        clerk.patch(f"/api/saved-views/{private['id']}/", {"name": "Y"}),
        clerk.delete(f"/api/saved-views/{private['id']}/"),
    ):
        assert answer.json()["code"] == "NOT_FOUND"
    changed = boss.patch(
        f"/api/saved-views/{shared['id']}/", {"name": "All", "state": {"query": ""}, "is_shared": True}
    )
    assert (changed.json()["name"], changed.json()["state"]) == ("All", {"query": ""})
    assert boss.delete(f"/api/saved-views/{shared['id']}/").status_code == 204
    assert names(boss) == {"Private"}


def test_a_name_is_used_once_by_one_person_on_one_page(shop: Shop) -> None:
    boss, clerk = owner_of(shop), browser_of(member_of(shop).user_id)
    kept(boss)
    kept(clerk)
    kept(boss, page="stock")
    again = boss.post("/api/saved-views/", {"page": "sales", "name": "Drafts", "state": {}})
    assert (again.status_code, again.json()["code"]) == (409, "DUPLICATE_NAME")


@pytest.mark.parametrize("state", [[], "text", {"much": "x" * 16_000}])
def test_a_state_is_an_object_of_some_size(shop: Shop, state: Any) -> None:
    body = {"page": "sales", "name": "X", "state": state}
    assert shop.till.post("/api/saved-views/", body).json()["code"] == "VALIDATION_FAILED"


def test_nobody_keeps_more_than_somebody_could_find(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "VIEWS_OF_ONE", 1)
    kept(shop.till)
    answer = shop.till.post("/api/saved-views/", {"page": "sales", "name": "Y", "state": {}})
    assert (answer.status_code, answer.json()["code"]) == (409, "TOO_MANY_VIEWS")


def test_a_list_of_views_takes_the_same_number_of_queries_however_long(shop: Shop) -> None:
    counted = []
    for name in ("A", "B", "C"):
        kept(shop.till, name)
        with CaptureQueriesContext(connections["default"]) as sent:
            assert shop.till.get("/api/saved-views/").status_code == 200
        counted.append(len(sent))
    assert len(set(counted)) == 1
