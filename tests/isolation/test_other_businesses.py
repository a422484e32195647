"""Every operation with an id of another business: answered like an id that never was, and nothing is touched."""

import pytest

from optimapos.core.ids import UUID, new_id
from tests.isolation.operations import Operation, cases, operations
from tests.isolation.worlds import Caller, World, digest, make_world

DOORS = {
    "GET /api/till/people/",
    "POST /api/terminals/enrol/",
    "POST /api/terminals/sign-in/",
    "PUT /api/offline/key/",
}
"""Operations of nobody signed in, or of a device; they are refused with 401."""
LAST = ("cancel", "complete", "life-cycle")
"""Operations after which a record takes no more changes."""


@pytest.fixture(scope="module")
def mine() -> World:
    """The business of the caller."""
    return make_world()


@pytest.fixture(scope="module")
def theirs() -> World:
    """Another business."""
    return make_world()


def told(caller: Caller, world: World, operation: Operation, place: str, wanted: UUID) -> tuple[int, str]:
    """Status and body of the answer, with `ID` in place of the id that was asked for."""
    answer = caller.call(*operation.request(world.ids, place, wanted))
    return answer.status_code, answer.content.decode(errors="replace").replace(str(wanted), "ID")


@pytest.mark.parametrize(("operation", "place"), list(cases()), ids=str)
def test_another_businesss_id_is_answered_like_one_that_never_was(
    mine: World, theirs: World, operation: Operation, place: str
) -> None:
    before = digest(theirs.shop.id), digest(mine.shop.id)
    foreign = told(mine.owner, mine, operation, place, theirs.ids[operation.kind_at(place)])
    never = told(mine.owner, mine, operation, place, new_id())
    assert foreign == never
    if not place.startswith("query:"):
        assert foreign[0] == 404, foreign
    assert foreign[0] < 500
    assert (digest(theirs.shop.id), digest(mine.shop.id)) == before


@pytest.mark.parametrize("operation", [each for each in operations() if each.method == "GET"], ids=str)
def test_reading_ones_own_shows_nothing_of_another_business(mine: World, theirs: World, operation: Operation) -> None:
    text = mine.owner.call(*operation.request(mine.ids)).content.decode(errors="replace")
    assert [kind for kind, foreign in theirs.ids.items() if str(foreign) in text] == []


def test_every_operation_finds_ones_own() -> None:
    """The control: with ids of one's own nothing is missing and no body is malformed, so a 404 above is about the id."""
    world = make_world()
    for operation in sorted(operations(), key=_order):
        answer = world.owner.call(*operation.request(world.ids))
        refused = {401} if str(operation) in DOORS else set(range(400, 600)) - {409, 422}
        expected = answer.status_code == 401 if str(operation) in DOORS else answer.status_code not in refused
        assert expected, f"{operation}: {answer.status_code} {answer.content.decode(errors='replace')[:300]}"


def _order(operation: Operation) -> tuple[int, str]:
    """Reads first, then changes, then what ends a record, then what deletes one, parts before wholes."""
    if operation.method == "DELETE":
        return 9, f"{-len(operation.path_kinds)} {operation.path}"
    return (5 if operation.path.strip("/").rsplit("/", 1)[-1] in LAST else operation.method != "GET"), operation.path


def test_a_client_minted_id_of_another_businesss_sale_takes_nothing_over(mine: World, theirs: World) -> None:
    body = {
        "id": theirs.ids["receipt"],
        "storefront": mine.ids["location"],
        "items": [{"product": mine.ids["product"], "quantity": "1"}],
        "payments": [{"payment_method": "CASH", "amount_paid": "500.00"}],
    }
    before = digest(theirs.shop.id)
    answer = mine.owner.call("POST", "/api/sales/checkout/", body)
    assert (answer.status_code, answer.json()["code"]) == (409, "SALE_ID_REUSED")
    assert digest(theirs.shop.id) == before
