"""Changes of a workflow, each making a whole new one, pure. Whether the new one may be used is asked afterwards."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from optimapos.core.result import DomainError
from optimapos.nomenclatures.types import StatusSpec, TransitionSpec, Workflow


def with_status(
    workflow: Workflow, status: StatusSpec, transitions: Sequence[TransitionSpec], *, after: str = ""
) -> Workflow:
    """With one status more, shown behind `after` or last, and the transitions that connect it.

    Refuses: NOT_FOUND (data: status) for `after`.
    """
    at = len(workflow.statuses)
    if after:
        at = workflow.statuses.index(status_in(workflow, after)) + 1
    statuses = (*workflow.statuses[:at], status, *workflow.statuses[at:])
    return Workflow(statuses, (*workflow.transitions, *transitions))


def with_status_changed(workflow: Workflow, code: str, changes: Mapping[str, Any]) -> Workflow:
    """With other columns of one status; where it becomes the initial one, another ceases to be.

    Refuses: NOT_FOUND (data: status).
    """
    changed = replace(status_in(workflow, code), **changes)
    others = (
        replace(each, is_initial=each.is_initial and not changes.get("is_initial", False)) for each in workflow.statuses
    )
    statuses = tuple(changed if each.code == code else each for each in others)
    return replace(workflow, statuses=statuses)


def without_status(workflow: Workflow, code: str) -> Workflow:
    """Without one status, and without its transitions.

    Refuses: NOT_FOUND (data: status).
    """
    gone = status_in(workflow, code)
    return Workflow(
        tuple(each for each in workflow.statuses if each is not gone),
        tuple(each for each in workflow.transitions if code not in (each.from_status, each.to_status)),
    )


def with_transition(workflow: Workflow, transition: TransitionSpec) -> Workflow:
    """With one transition more."""
    return replace(workflow, transitions=(*workflow.transitions, transition))


def with_transition_changed(
    workflow: Workflow, from_status: str, to_status: str, changes: Mapping[str, Any]
) -> Workflow:
    """With other columns of one transition.

    Refuses: NOT_FOUND (data: from_status, to_status).
    """
    old = transition_in(workflow, from_status, to_status)
    new = replace(old, **changes)
    return replace(workflow, transitions=tuple(new if each is old else each for each in workflow.transitions))


def without_transition(workflow: Workflow, from_status: str, to_status: str) -> Workflow:
    """Without one transition.

    Refuses: NOT_FOUND (data: from_status, to_status).
    """
    gone = transition_in(workflow, from_status, to_status)
    return replace(workflow, transitions=tuple(each for each in workflow.transitions if each is not gone))


def with_status_between(
    workflow: Workflow,
    from_status: str,
    to_status: str,
    status: StatusSpec,
    *,
    capability_in: str = "",
    capability_out: str = "",
    sends_back_to: str = "",
    closes_other_ways: bool = False,
) -> Workflow:
    """With a status in the middle of a transition, such as an approval: the way in is taken as the transition was, the
    way out by hand. Each needs the capability given for it, or the one that the transition needed.

    A document may be sent back, with a comment, where `sends_back_to` names a status. `closes_other_ways` takes away all
    other ways to `to_status`, so that nothing gets there past the new status.

    Refuses: NOT_FOUND (data: from_status, to_status).
    """
    old = transition_in(workflow, from_status, to_status)
    way_out = TransitionSpec(status.code, to_status, capability_out or old.capability)
    ways = [replace(old, to_status=status.code, capability=capability_in or old.capability), way_out]
    if sends_back_to:
        ways.append(replace(way_out, to_status=sends_back_to, requires_comment=True))
    kept = without_transition(workflow, from_status, to_status)
    if closes_other_ways:
        kept = replace(kept, transitions=tuple(way for way in kept.transitions if way.to_status != to_status))
    return with_status(kept, status, tuple(ways), after=from_status)


def status_in(workflow: Workflow, code: str) -> StatusSpec:
    """The status of that code.

    Refuses: NOT_FOUND (data: status).
    """
    for each in workflow.statuses:
        if each.code == code:
            return each
    raise DomainError("NOT_FOUND", f"There is no status {code}.", {"status": code})


def transition_in(workflow: Workflow, from_status: str, to_status: str) -> TransitionSpec:
    """The transition between two statuses.

    Refuses: NOT_FOUND (data: from_status, to_status).
    """
    for each in workflow.transitions:
        if (each.from_status, each.to_status) == (from_status, to_status):
            return each
    raise DomainError(
        "NOT_FOUND",
        f"There is no transition from {from_status} to {to_status}.",
        {"from_status": from_status, "to_status": to_status},
    )
