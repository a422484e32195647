"""Size: no file over 400 lines, no function over 70."""

from tests.contracts.sources import written_sources

FILE_LINES = 400
FUNCTION_LINES = 70


def test_no_file_is_longer_than_400_lines() -> None:
    sizes = {source.name: source.text.count("\n") for source in written_sources()}
    assert len(sizes) > 100
    assert {name: lines for name, lines in sizes.items() if lines > FILE_LINES} == {}


def test_no_function_is_longer_than_70_lines() -> None:
    sizes = {
        f"{source.name}:{function.lineno} {function.name}": (function.end_lineno or function.lineno)
        - function.lineno
        + 1
        for source in written_sources()
        for function in source.functions
    }
    assert {name: lines for name, lines in sizes.items() if lines > FUNCTION_LINES} == {}
