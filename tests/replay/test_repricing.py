"""Baskets priced again with the file's discounts as promotions and coupons."""

from io import StringIO

import pytest
from django.core.management import call_command

from optimapos.replay.dataset import read_baskets
from optimapos.replay.management.commands import reprice as command
from optimapos.replay.rules.repricing import (
    COUPON_ABOVE_PRICE,
    COUPON_FOR_NOTHING,
    UNIT_PRICE,
    Repriced,
    Repricing,
    reprice,
)
from optimapos.replay.types import Basket, FileLine
from tests.replay.baskets import MONDAY


def of(*lines: FileLine) -> Repriced:
    return reprice(Basket(1, 1, 7, MONDAY, lines))


def test_a_discount_is_a_promotion_and_a_coupon_an_amount_off() -> None:
    line = FileLine(1, 2, cents=416, off_cents=110, maker_cents=150, match_cents=50)
    assert (line.shelf_cents, line.coupon_cents, line.paid_cents) == (576, 200, 266)
    assert of(line) == Repriced(1, 266, 266)


def test_coupons_for_several_products_all_apply() -> None:
    lines = [FileLine(number, 1, cents=500, maker_cents=number) for number in range(1, 20)]
    assert of(*lines) == Repriced(1, 19 * 500 - 190, 19 * 500 - 190)


def test_what_differs_has_its_reason() -> None:
    assert of(FileLine(1, 1, 149, maker_cents=200)) == Repriced(1, -51, 0, {COUPON_ABOVE_PRICE: 51})
    assert of(FileLine(1, 0, 0, maker_cents=100), FileLine(2, 1, 300)) == Repriced(
        1, 200, 300, {COUPON_FOR_NOTHING: 100}
    )
    assert of(FileLine(1, 30_001, 7_000)).unexplained == 0
    assert of(FileLine(1, 900_001, 7_000)) == Repriced(1, 7_000, 7_020, {UNIT_PRICE: 20})
    assert Repriced(1, 200, 301, {COUPON_FOR_NOTHING: 100}).unexplained == 1


def test_a_week_of_the_file_comes_to_what_was_paid() -> None:
    account = Repricing.of(read_baskets(2, 1))
    assert account.differing == {}
    assert (account.baskets, account.in_file) == (2919, 9299778)
    assert account.here - account.in_file == sum(account.explained.values())


def test_the_command_shows_the_account(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("reprice", from_week=3)
    told = capsys.readouterr().out
    assert "priced again" in told
    assert "not explained" in told


@pytest.mark.parametrize("options", [{"from_week": 54}, {"from_week": 53, "weeks": 2}, {"weeks": 0}])
def test_weeks_that_there_are_not_are_one_sentence_and_exit_code_two(options: dict[str, int]) -> None:
    errors = StringIO()
    with pytest.raises(SystemExit) as end:
        call_command("reprice", stderr=errors, **options)
    assert (end.value.code, errors.getvalue()) == (2, "✗ The file has the weeks 1 to 53.\n")


def test_a_difference_without_a_reason_is_named_and_ends_with_exit_code_one(monkeypatch: pytest.MonkeyPatch) -> None:
    found = Repricing(baskets=1, in_file=200, here=301, differing={7: 101})
    monkeypatch.setattr(command, "read_baskets", lambda first, weeks: [])
    monkeypatch.setattr(command.Repricing, "of", lambda baskets: found)
    errors = StringIO()
    with pytest.raises(SystemExit) as end:
        call_command("reprice", stderr=errors)
    assert (end.value.code, errors.getvalue()) == (1, "✗ basket 7 differs by 1.01, unexplained\n")
