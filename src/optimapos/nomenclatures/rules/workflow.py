"""Whether a workflow can be worked with: a search over every status and whether a document in it is posted, pure.

A document is posted while its stock movements count: from the step into a status that creates them to the step into one
that takes them back. Worked tables: docs/algorithms/workflow.md.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

from optimapos.core.actors import ALL_CAPABILITIES
from optimapos.nomenclatures.types import StatusSpec, TransitionSpec, Trigger, Workflow

MAX_STATUSES = 50
# More than any desk works through, and it bounds what is loaded for one step.

T = TypeVar("T")
Place = tuple[str, bool]
"""A status, and whether a document in it is posted."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a workflow: a code, a sentence, and the status where it shows ("" for the whole)."""

    code: str
    msg: str
    status: str = ""


def problems_of(workflow: Workflow, *, moves_stock: bool) -> list[Problem]:
    """Everything that is wrong with a workflow for documents that do or do not move stock; nothing, where it may be used.

    A workflow with unclear names is not searched: its ways are known only once those are right.
    """
    unclear = [*_names(workflow), *_beginning(workflow)]
    found = [*unclear, *_transitions(workflow), *_flags(workflow, moves_stock=moves_stock)]
    return found if unclear else [*found, *_search(workflow)]


def places_of(workflow: Workflow) -> set[Place]:
    """Every (status, posted) that a document can get to, from its initial status and not posted. The names are right."""
    return set(_walk(workflow)[0])


def posted_after(*, creates: bool, reverses: bool, was_posted: bool) -> bool:
    """Whether a document is posted once it has entered a status that makes movements, takes them back, or neither."""
    return creates or (was_posted and not reverses)


def _names(workflow: Workflow) -> Iterator[Problem]:
    codes = [status.code for status in workflow.statuses]
    if len(codes) > MAX_STATUSES:
        yield Problem("TOO_MANY_STATUSES", f"There are {len(codes)} statuses; {MAX_STATUSES} is the limit.")
    for code in _repeated(codes):
        yield Problem("DUPLICATE_STATUS", f"Two statuses are called {code}.", code)
    named = {code for each in workflow.transitions for code in (each.from_status, each.to_status)}
    for code in sorted(named - set(codes)):
        yield Problem("UNKNOWN_STATUS", f"A transition names {code}, and there is no such status.", code)


def _beginning(workflow: Workflow) -> Iterator[Problem]:
    initial = [status.code for status in workflow.statuses if status.is_initial]
    if not initial:
        yield Problem("NO_INITIAL_STATUS", "No status is the initial one: a new document would have none.")
    for code in initial[1:]:
        yield Problem("SEVERAL_INITIAL_STATUSES", f"{code} and {initial[0]} are both initial; one can be.", code)


def _transitions(workflow: Workflow) -> Iterator[Problem]:
    ways = workflow.transitions
    for each in ways:
        if each.from_status == each.to_status:
            yield Problem(
                "TRANSITION_TO_ITSELF", f"A transition leads from {each.from_status} to itself.", each.from_status
            )
        if each.capability not in ALL_CAPABILITIES:
            yield Problem("UNKNOWN_CAPABILITY", f"There is no capability {each.capability}.", each.from_status)
    for start, end in _repeated([(each.from_status, each.to_status) for each in ways]):
        yield Problem("DUPLICATE_TRANSITION", f"Two transitions lead from {start} to {end}.", start)
    automatic = [(each.from_status, str(each.trigger)) for each in ways if each.trigger != Trigger.MANUAL]
    for start, trigger in _repeated(automatic):
        yield Problem("TWO_WAYS_BY_ITSELF", f"Two transitions from {start} are both taken by {trigger}.", start)


def _flags(workflow: Workflow, *, moves_stock: bool) -> Iterator[Problem]:
    statuses = workflow.statuses
    if not any(status.is_final for status in statuses):
        yield Problem("NO_FINAL_STATUS", "No status is final: no document would ever be done.")
    for status in statuses:
        creates, reverses = status.creates_inventory_movements, status.reverses_inventory_movements
        if creates and reverses:
            msg = f"{status.code} makes stock movements and takes them back; it can do one of both."
            yield Problem("CREATES_AND_REVERSES", msg, status.code)
        if creates and status.is_initial:
            msg = f"A document begins in {status.code} without a step, so it can't make stock movements there."
            yield Problem("INITIAL_STATUS_POSTS", msg, status.code)
        if not moves_stock and (creates or reverses or status.allows_movement_correction):
            msg = f"{status.code} has to do with stock movements, and these documents make none."
            yield Problem("MOVES_NO_STOCK", msg, status.code)
    if moves_stock and not any(status.creates_inventory_movements for status in statuses):
        yield Problem("NEVER_POSTS", "No status makes stock movements: these documents would never move stock.")


def _search(workflow: Workflow) -> Iterator[Problem]:
    places, steps = _walk(workflow)
    reached = {code for code, _ in places}
    for status in workflow.statuses:
        if status.code not in reached:
            yield Problem("STATUS_UNREACHABLE", f"No way leads to {status.code}.", status.code)
        yield from _standing(status, places)
        yield from _entering(status, steps)
    yield from _ends(workflow, reached)


def _standing(status: StatusSpec, places: set[Place]) -> Iterator[Problem]:
    code, while_posted = status.code, (status.code, True) in places
    if status.is_editable and while_posted:
        msg = f"A document can be in {code} with its stock moved; then it is corrected, not edited."
        yield Problem("EDITABLE_AFTER_POSTING", msg, code)
    if status.is_deletable and while_posted:
        msg = f"A document can be in {code} with its stock moved; then it is taken back, not deleted."
        yield Problem("DELETABLE_AFTER_POSTING", msg, code)
    if status.allows_movement_correction and (code, False) in places:
        msg = f"A document can be in {code} without its stock moved; then there is nothing to correct."
        yield Problem("CORRECTS_NOTHING", msg, code)


def _entering(status: StatusSpec, steps: set[tuple[Place, str]]) -> Iterator[Problem]:
    posted_before = {was_posted for (_, was_posted), to in steps if to == status.code}
    if status.creates_inventory_movements and True in posted_before:
        msg = f"A way leads to {status.code} with the stock moved already; it would be moved twice."
        yield Problem("POSTS_TWICE", msg, status.code)
    if status.reverses_inventory_movements and False in posted_before:
        msg = f"A way leads to {status.code} without the stock moved; there would be nothing to take back."
        yield Problem("REVERSES_NOTHING", msg, status.code)


def _ends(workflow: Workflow, reached: set[str]) -> Iterator[Problem]:
    by_code = {status.code: status for status in workflow.statuses}
    for way in workflow.transitions:
        is_end, taken_back = by_code[way.from_status].is_final, by_code[way.to_status].reverses_inventory_movements
        if is_end and not taken_back and way.trigger == Trigger.MANUAL:
            msg = f"{way.from_status} is final and can be left by hand towards {way.to_status}, which takes no stock back."
            yield Problem("FINAL_STATUS_LEFT", msg, way.from_status)
    done = _leading_to(workflow.transitions, {status.code for status in workflow.statuses if status.is_final})
    for status in workflow.statuses:
        if done and status.code in reached and status.code not in done:
            yield Problem("DEAD_END", f"From {status.code} no way leads to a final status.", status.code)


def _walk(workflow: Workflow) -> tuple[set[Place], set[tuple[Place, str]]]:
    """Every place that a document can get to, and every step from one: (place, the status entered)."""
    by_code = {status.code: status for status in workflow.statuses}
    begin = [(status.code, False) for status in workflow.statuses if status.is_initial]
    places, steps, ahead = set(begin), set(), begin
    while ahead:
        place = ahead.pop()
        for way in workflow.transitions:
            if way.from_status == place[0]:
                steps.add((place, way.to_status))
                entered = (way.to_status, _posted_in(by_code[way.to_status], was_posted=place[1]))
                if entered not in places:
                    places.add(entered)
                    ahead.append(entered)
    return places, steps


def _posted_in(status: StatusSpec, *, was_posted: bool) -> bool:
    creates, reverses = status.creates_inventory_movements, status.reverses_inventory_movements
    return posted_after(creates=creates, reverses=reverses, was_posted=was_posted)


def _leading_to(ways: tuple[TransitionSpec, ...], ends: set[str]) -> set[str]:
    """The statuses from which a way leads to one of `ends`, and these."""
    found = set(ends)
    while more := {way.from_status for way in ways if way.to_status in found} - found:
        found |= more
    return found


def _repeated(values: list[T]) -> list[T]:
    return [value for value, count in Counter(values).items() if count > 1]
