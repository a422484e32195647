"""What a person reads: calm lines on stdout, complaints on stderr."""

from collections.abc import Sequence

from rich.console import Console

_OUT = Console(highlight=False, soft_wrap=True)
_ERRORS = Console(stderr=True, highlight=False, soft_wrap=True)


def say(text: str = "", *, style: str | None = None) -> None:
    """One line on stdout, as it is."""
    _OUT.print(text, style=style, markup=False)


def done(text: str) -> None:
    """A step that has succeeded."""
    _OUT.print("[green]✓[/green] ", end="")
    _OUT.print(text, markup=False)


def warn(text: str) -> None:
    """Something that went wrong and is being put right."""
    _OUT.print("[yellow]![/yellow] ", end="")
    _OUT.print(text, markup=False)


def complain(text: str) -> None:
    """Why a command can't go on."""
    _ERRORS.print("[red]✗[/red] ", end="")
    _ERRORS.print(text, markup=False)


def show(renderable: object) -> None:
    """A table or another piece of rich."""
    _OUT.print(renderable)


def some_of(names: Sequence[str], at_most: int = 3) -> str:
    """The first names of a list, and how many more there are."""
    more = len(names) - at_most
    return ", ".join(names[:at_most]) + (f" and {more} more" if more > 0 else "")
