"""The worked tables of the documents, as the tests' cases: what a page says is what is tested."""

from pathlib import Path

DOCUMENTS = Path(__file__).parents[1] / "docs"


def worked_table(document: str, heading: str) -> list[dict[str, str]]:
    """The rows of the first table below a heading of a page in `docs/`, by column.

    Raises: AssertionError where there is no such heading or no table below it.
    """
    _, found, below = (DOCUMENTS / document).read_text(encoding="utf-8").partition(f"## {heading}\n")
    assert found, f"{document} has no heading {heading!r}"
    lines = below.partition("\n## ")[0].splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    assert len(rows) > 2, f"{document}: no table below {heading!r}"
    return [dict(zip(rows[0], row, strict=True)) for row in rows[2:]]
