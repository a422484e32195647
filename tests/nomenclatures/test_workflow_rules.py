"""Which workflows are refused: the tables of docs/algorithms/workflow.md, and random walks of random workflows."""

import random
import re
from dataclasses import fields, replace
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from optimapos.nomenclatures.rules.workflow import MAX_STATUSES, places_of, problems_of
from optimapos.nomenclatures.types import StatusSpec, TransitionSpec, Trigger, Workflow
from tests.nomenclatures.written import PAGE, table, workflow

VERDICTS = table("statuses", "transitions", "moves stock", "verdict")


@pytest.mark.parametrize(("statuses", "transitions", "moves_stock", "verdict"), VERDICTS)
def test_a_workflow_has_its_verdict(statuses: str, transitions: str, moves_stock: str, verdict: str) -> None:
    found = problems_of(workflow(statuses, transitions), moves_stock=moves_stock == "yes")
    assert sorted(problem.code for problem in found) == sorted(verdict.split())
    assert all(problem.msg.endswith(".") for problem in found)


def test_every_code_is_explained_and_has_an_example() -> None:
    explained = {code for row in table("code", "because") for code in re.findall(r"`([A-Z_]+)`", row[0])}
    shown = {code for row in VERDICTS for code in row[3].split()}
    assert explained - shown == {"TOO_MANY_STATUSES"}
    assert shown <= explained
    assert len(PAGE.read_text(encoding="utf-8")) > 1000


def test_a_problem_names_the_status_where_it_shows() -> None:
    (problem,) = problems_of(workflow("draft:i held done:fp", "draft>done draft>held"), moves_stock=True)
    assert (problem.code, problem.status) == ("DEAD_END", "held")
    assert problem.msg == "From held no way leads to a final status."


def test_fifty_statuses_are_the_limit() -> None:
    def row_of(count: int) -> Workflow:
        middle = [f"s{number}" for number in range(count - 2)]
        ways = " ".join(f"{start}>{end}" for start, end in pairwise(["draft", *middle, "done"]))
        return workflow(f"draft:i {' '.join(middle)} done:f", ways)

    assert problems_of(row_of(MAX_STATUSES), moves_stock=False) == []
    (problem,) = problems_of(row_of(MAX_STATUSES + 1), moves_stock=False)
    assert (problem.code, problem.msg) == ("TOO_MANY_STATUSES", "There are 51 statuses; 50 is the limit.")


def test_all_reasons_are_told_at_once() -> None:
    bad = workflow("draft:i lost done:fe", "draft>done done>draft")
    assert [problem.code for problem in problems_of(bad, moves_stock=True)] == [
        "NEVER_POSTS",
        "STATUS_UNREACHABLE",
        "FINAL_STATUS_LEFT",
    ]


FLAG_NAMES = sorted({field.name for field in fields(StatusSpec)} - {"code", "name", "is_initial", "allows_conversion"})
CODES = ("a", "b", "c", "d")
FLAG = st.sampled_from([False, False, True])
STATUSES = st.tuples(
    *(
        st.builds(
            StatusSpec,
            code=st.just(code),
            name=st.just(code),
            is_initial=st.just(code == "a"),
            is_final=st.booleans(),
            is_editable=FLAG,
            is_deletable=FLAG,
            creates_inventory_movements=FLAG,
            reverses_inventory_movements=FLAG,
            allows_movement_correction=FLAG,
        )
        for code in CODES
    )
)
WAYS = st.sets(
    st.sampled_from([(start, end) for start in CODES for end in CODES if start != end]), min_size=2, max_size=6
)


@st.composite
def workflows(draw: st.DrawFn) -> Workflow:
    """Workflows of one to four statuses, with few flags, so that many of them are accepted."""
    count = draw(st.integers(2, len(CODES)))
    statuses = draw(STATUSES)[:count]
    ways = sorted(way for way in draw(WAYS) if set(way) <= set(CODES[:count]))
    triggers = [draw(st.sampled_from([Trigger.MANUAL, Trigger.MANUAL, Trigger.REOPENED])) for _ in ways]
    return Workflow(
        statuses,
        tuple(
            TransitionSpec(start, end, "stock.receive", trigger)
            for (start, end), trigger in zip(ways, triggers, strict=True)
        ),
    )


ACCEPTED = [(workflow(row[0], row[1]), row[2] == "yes") for row in VERDICTS if not row[3]]
EDITS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.sampled_from(FLAG_NAMES)), max_size=40)


@st.composite
def accepted(draw: st.DrawFn) -> tuple[Workflow, bool]:
    """Accepted workflows that are strange: one of the page's, changed at random again and again where that is accepted."""
    chosen, moves_stock = draw(st.sampled_from(ACCEPTED))
    for number, (first, second, flag) in enumerate(draw(EDITS)):
        changed = _edited(chosen, number, first, second, flag)
        if not problems_of(changed, moves_stock=moves_stock):
            chosen = changed
    return chosen, moves_stock


def _edited(chosen: Workflow, number: int, first: int, second: int, flag: str) -> Workflow:
    statuses, ways = chosen.statuses, chosen.transitions
    start, end = statuses[first % len(statuses)].code, statuses[second % len(statuses)].code
    if number % 4 == 0 and len(statuses) < 8:
        new, trigger = f"n{number}", Trigger.REOPENED if first % 2 else Trigger.MANUAL
        more = (TransitionSpec(start, new, "stock.receive", trigger), TransitionSpec(new, end, "stock.receive"))
        return Workflow((*statuses, replace(StatusSpec(new, new), **{flag: True})), (*ways, *more))
    if number % 4 == 1:
        return Workflow(statuses, (*ways, TransitionSpec(start, end, "stock.receive")))
    if number % 4 == 2 and len(ways) > 1:
        return Workflow(statuses, tuple(way for at, way in enumerate(ways) if at != first % len(ways)))
    flipped = [replace(each, **{flag: not getattr(each, flag)}) if each.code == start else each for each in statuses]
    return Workflow(tuple(flipped), ways)


def begin_of(chosen: Workflow) -> str:
    """The initial status."""
    (begin,) = [status.code for status in chosen.statuses if status.is_initial]
    return begin


def walk_plainly(chosen: Workflow, seed: int) -> list[str]:
    """What a document does wrong on one random walk, by counting what happens to it and nothing else."""
    dice, wrong, made, taken_back = random.Random(seed), [], 0, 0
    at = begin_of(chosen)
    specs = {status.code: status for status in chosen.statuses}
    for _ in range(30):
        ways = [way for way in chosen.transitions if way.from_status == at]
        if not ways:
            wrong += [] if specs[at].is_final else [f"stuck in {at}"]
            break
        way = dice.choice(ways)
        if (
            specs[at].is_final
            and way.trigger == Trigger.MANUAL
            and not specs[way.to_status].reverses_inventory_movements
        ):
            wrong.append(f"left {at}")
        at = way.to_status
        made += specs[at].creates_inventory_movements
        taken_back += specs[at].reverses_inventory_movements
        counts = made - taken_back
        if counts not in (0, 1):
            wrong.append(f"counts {counts} in {at}")
        if counts and (specs[at].is_editable or specs[at].is_deletable):
            wrong.append(f"changed in {at}")
        if not counts and specs[at].allows_movement_correction:
            wrong.append(f"corrected nothing in {at}")
    return wrong


@given(found=accepted(), seed=st.integers(0, 2**32))
@settings(max_examples=300, deadline=None)
def test_no_walk_of_an_accepted_workflow_goes_wrong(found: tuple[Workflow, bool], seed: int) -> None:
    chosen, moves_stock = found
    assert problems_of(chosen, moves_stock=moves_stock) == []
    for turn in range(20):
        assert walk_plainly(chosen, seed + turn) == []


@given(chosen=workflows(), seed=st.integers(0, 2**32))
@settings(max_examples=400, deadline=None)
def test_a_walk_that_goes_wrong_is_of_a_refused_workflow(chosen: Workflow, seed: int) -> None:
    wrong = [each for turn in range(20) for each in walk_plainly(chosen, seed + turn)]
    assume(wrong)
    assert problems_of(chosen, moves_stock=True) != []


@given(found=accepted(), seed=st.integers(0, 2**32))
@settings(max_examples=200, deadline=None)
def test_a_walk_gets_only_to_places_that_the_search_found(found: tuple[Workflow, bool], seed: int) -> None:
    chosen = found[0]
    dice, at, posted, places = random.Random(seed), begin_of(chosen), False, places_of(chosen)
    for _ in range(30):
        assert (at, posted) in places
        ways = [way for way in chosen.transitions if way.from_status == at]
        if not ways:
            break
        at = dice.choice(ways).to_status
        (status,) = [each for each in chosen.statuses if each.code == at]
        posted = status.creates_inventory_movements or (posted and not status.reverses_inventory_movements)
