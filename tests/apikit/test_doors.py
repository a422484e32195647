"""Signing in, businesses, pages, proxies: what every endpoint has in common."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.utils import timezone

from optimapos.apikit.idempotency import forget_old_keys
from optimapos.apikit.models import IdempotencyKey
from optimapos.apikit.requests import origin_of
from optimapos.apikit.tasks import forget_idempotency_keys
from optimapos.nomenclatures.models import Brand
from optimapos.organization.models import Membership, User
from optimapos.organization.services import MembershipService
from tests.factories.organization import Shop, make_shop, unique

PASSWORD = "correct horse battery"


def account(shop: Shop, role: str = "manager") -> str:
    """The e-mail of a new member with a password."""
    email = f"{unique('account')}@staff.test"
    MembershipService.add_member(
        business=shop.business, email=email, role_code=role, actor=shop.owner, password=PASSWORD
    ).unwrap()
    return email


def session_token(email: str, password: str = PASSWORD) -> Any:
    """The answer of the account API to a sign-in."""
    return Client().post(
        "/_allauth/app/v1/auth/login", {"email": email, "password": password}, content_type="application/json"
    )


def test_an_account_signs_in_by_e_mail_and_password(shop: Shop) -> None:
    answer = session_token(account(shop))
    assert answer.status_code == 200, answer.content
    token = answer.json()["meta"]["session_token"]
    me = Client(headers={"X-Session-Token": token}).get("/api/me/")
    assert me.status_code == 200, me.content
    assert (me.json()["business"], me.json()["terminal"], me.json()["locations"]) == (str(shop.id), None, None)


def test_a_wrong_password_is_refused(shop: Shop) -> None:
    assert session_token(account(shop), "wrong").status_code == 400


def test_an_account_of_several_businesses_names_one(shop: Shop) -> None:
    other, email = make_shop(), account(shop)
    MembershipService.add_member(business=other.business, email=email, role_code="cashier", actor=other.owner).unwrap()
    token = session_token(email).json()["meta"]["session_token"]
    client = Client(headers={"X-Session-Token": token})
    unnamed = client.get("/api/locations/")
    assert (unnamed.status_code, unnamed.json()["code"]) == (400, "BUSINESS_REQUIRED")
    assert set(unnamed.json()["data"]["businesses"]) == {str(shop.id), str(other.id)}
    assert client.get("/api/me/", headers={"X-Business": str(other.id)}).json()["business"] == str(other.id)
    stranger = client.get("/api/me/", headers={"X-Business": str(make_shop().id)})
    assert (stranger.status_code, stranger.json()["code"]) == (404, "BUSINESS_NOT_FOUND")


def test_an_account_sells_in_one_request_too(shop: Shop) -> None:
    token = session_token(account(shop)).json()["meta"]["session_token"]
    body = {"storefront": str(shop.storefront.pk), "items": []}
    answer = Client(headers={"X-Session-Token": token}).post(
        "/api/sales/checkout/", json.dumps(body), content_type="application/json"
    )
    assert answer.json()["code"] == "VALIDATION_FAILED"


def test_a_cookie_alone_writes_nothing_without_its_csrf_token(shop: Shop) -> None:
    email = account(shop)
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(User.objects.get(email=email), "allauth.account.auth_backends.AuthenticationBackend")
    assert browser.get("/api/me/").status_code == 200
    for path in ("/api/sales/", "/api/sales/checkout/"):
        refused = browser.post(path, "{}", content_type="application/json")
        assert (refused.status_code, refused.json()["code"]) == (403, "PERMISSION_DENIED")


@pytest.mark.parametrize("media_type", ["application/octet-stream", "text/csv"])
def test_a_browser_brings_a_file_with_its_cookie_and_csrf_token_alone(shop: Shop, media_type: str) -> None:
    browser = Client(enforce_csrf_checks=True)
    owner = User.objects.get(pk=shop.owner.user_id)
    browser.force_login(owner, "allauth.account.auth_backends.AuthenticationBackend")
    path, file = (
        "/api/imports/?kind=products&file_name=p.csv&dry_run=true",
        b"sku,name,unit,tax_category\nX-1,Tea,NO,NO\n",
    )
    assert browser.post(path, file, content_type=media_type).status_code == 403
    browser.get("/sign-in")
    token = browser.cookies["csrftoken"].value
    answer = browser.post(path, file, content_type=media_type, headers={"X-CSRFToken": token})
    assert (answer.status_code, answer.json()["status"]) == (201, "REFUSED")


@pytest.mark.parametrize("header", [{"X-Session-Token": "unknown"}, {"Authorization": "Terminal unknown"}, {}])
def test_nobody_gets_in_without_a_token_that_is_alive(shop: Shop, header: dict[str, str]) -> None:
    answer = Client(headers=header).get("/api/me/")
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"


def test_a_member_who_left_is_out_at_once(shop: Shop) -> None:
    token = session_token(account(shop)).json()["meta"]["session_token"]
    client = Client(headers={"X-Session-Token": token})
    with shop.scope():
        Membership.objects.for_business(shop.id).filter(all_locations=True).update(is_active=False)
    assert client.get("/api/locations/").status_code in {400, 404}
    assert client.get("/api/me/").json()["businesses"] == []


def test_pages_are_walked_by_cursor_to_the_end(shop: Shop) -> None:
    with shop.scope():
        Brand.objects.for_business(shop.id).bulk_create(Brand(business_id=shop.id, name=f"B{n}") for n in range(7))
    seen: list[str] = []
    path = "/api/brands/?page_size=3"
    while path:
        page = shop.manager_till.get(path).json()
        seen += [row["name"] for row in page["results"]]
        path = (page["next"] or "").removeprefix("http://testserver")
    assert sorted(seen) == [f"B{n}" for n in range(7)]


def test_a_broken_cursor_is_refused(shop: Shop) -> None:
    assert shop.manager_till.get("/api/brands/?cursor=nonsense").status_code == 404


def test_the_same_key_creates_one_record(shop: Shop) -> None:
    first = shop.manager_till.post("/api/brands/", {"name": "Acme"}, key="brand")
    again = shop.manager_till.post("/api/brands/", {"name": "Acme"}, key="brand")
    assert (first.status_code, first.content) == (201, again.content)
    assert again["Idempotent-Replayed"] == "true"
    refused = shop.manager_till.post("/api/brands/", {"name": "Other"}, key="brand")
    assert refused.json()["code"] == "IDEMPOTENCY_KEY_REUSED"


def test_a_refused_request_leaves_its_key_unused(shop: Shop) -> None:
    assert shop.manager_till.post("/api/brands/", {"name": ""}, key="brand").status_code == 400
    assert shop.manager_till.post("/api/brands/", {"name": "Acme"}, key="brand").status_code == 201


def test_keys_are_forgotten_after_thirty_days(shop: Shop) -> None:
    shop.manager_till.post("/api/brands/", {"name": "Acme"}, key="old")
    shop.manager_till.post("/api/brands/", {"name": "Bolt"}, key="young")
    rows = IdempotencyKey.objects.across_businesses(reason="a test turns the clock").filter(business_id=shop.id)
    rows.filter(key="old").update(created_at=timezone.now() - timedelta(days=31))
    assert forget_idempotency_keys() >= 1
    assert list(rows.values_list("key", flat=True)) == ["young"]
    assert forget_old_keys(timezone.now()) == 0


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "6.6.6.6", "10.0.0.1"),
        (1, "6.6.6.6, 7.7.7.7", "7.7.7.7"),
        (2, "6.6.6.6, 7.7.7.7", "6.6.6.6"),
        (2, "7.7.7.7", "10.0.0.1"),
        (1, "nonsense", ""),
    ],
)
def test_the_address_is_what_a_trusted_proxy_wrote(settings: Any, proxies: int, forwarded: str, address: str) -> None:
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", headers={"X-Forwarded-For": forwarded}, REMOTE_ADDR="10.0.0.1")
    assert origin_of(request).ip_address == address


@pytest.mark.parametrize("path", ["/api/nothing/", "/api/sales/no-id/", "/no.where", "/api/terminals/no-id/enrolment/"])
def test_an_address_that_does_not_exist_is_a_problem_document(shop: Shop, path: str) -> None:
    answer = shop.manager_till.post(path) if path.endswith("enrolment/") else shop.manager_till.get(path)
    assert (answer.status_code, answer.json()["code"]) == (404, "NOT_FOUND")
    assert answer["Content-Type"] == "application/problem+json"


def test_a_bug_is_a_problem_document_without_its_secrets(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("optimapos.organization.api.views.visible_locations", lambda actor: 1 / 0)
    client = Client(headers={"Authorization": f"Terminal {shop.till.token}"}, raise_request_exception=False)
    answer = client.get("/api/locations/")
    assert (answer.status_code, answer.json()["code"]) == (500, "INTERNAL_ERROR")
