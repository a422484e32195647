"""Workflows written down in a line, and the tables of docs/algorithms/workflow.md."""

from pathlib import Path

from optimapos.nomenclatures.types import StatusSpec, TransitionSpec, Trigger, Workflow

PAGE = Path(__file__).parents[2] / "docs" / "algorithms" / "workflow.md"
FLAGS = {
    "i": "is_initial",
    "f": "is_final",
    "e": "is_editable",
    "d": "is_deletable",
    "p": "creates_inventory_movements",
    "r": "reverses_inventory_movements",
    "c": "allows_movement_correction",
}


def table(*columns: str) -> list[list[str]]:
    """The rows of the page's table with these columns."""
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    at = lines.index(f"| {' | '.join(columns)} |") + 2
    rows = []
    while at < len(lines) and lines[at].startswith("|"):
        rows.append([cell.strip() for cell in lines[at].strip("|").split("|")])
        at += 1
    return rows


def workflow(statuses: str, transitions: str) -> Workflow:
    """A workflow written like `draft:ie done:fp` and `draft>done done>draft@REOPENED(stock.approve)`."""
    return Workflow(
        tuple(_status(each) for each in statuses.split()), tuple(_transition(each) for each in transitions.split())
    )


def _status(text: str) -> StatusSpec:
    code, _, flags = text.partition(":")
    return StatusSpec(code, code.capitalize(), **{FLAGS[flag]: True for flag in flags})


def _transition(text: str) -> TransitionSpec:
    way, _, capability = text.rstrip(")").partition("(")
    ends, _, trigger = way.partition("@")
    start, end = ends.split(">")
    return TransitionSpec(start, end, capability or "stock.receive", trigger or Trigger.MANUAL)
