"""Temporary tables, gone with their transaction, and what is found by comparing them with themselves."""

from collections.abc import Sequence

PROBLEMS = """
    CREATE TEMP TABLE staged_problem (line integer, named text, code text, message text, value text) ON COMMIT DROP
"""
ADD_PROBLEM = "INSERT INTO staged_problem VALUES (%s, %s, %s, %s, %s)"
PROBLEMS_IN_ORDER = "SELECT line, named, code, message, value FROM staged_problem ORDER BY line, named, code LIMIT %s"


def create(table: str, columns: Sequence[tuple[str, str]]) -> str:
    """A temporary table with these columns and types."""
    return f"CREATE TEMP TABLE {table} ({', '.join(f'{name} {kind}' for name, kind in columns)}) ON COMMIT DROP"


def copy(table: str, columns: Sequence[tuple[str, str]]) -> str:
    """The statement that takes rows into it."""
    return f"COPY {table} ({', '.join(name for name, _ in columns)}) FROM STDIN"


def twice_in_file(named: str, what: str, *keys: str, where: str = "true") -> str:
    """Lines of `staged` that have the same `keys` as an earlier one."""
    return f"""
        INSERT INTO staged_problem
        SELECT line, '{named}', 'DUPLICATE_IN_FILE', format('{what} is on line %%s already.', first), shown
          FROM (SELECT line, {keys[0]}::text AS shown, min(line) OVER (PARTITION BY {", ".join(keys)}) AS first
                  FROM staged WHERE {keys[0]} IS NOT NULL AND {where}) each
         WHERE line <> first
    """


def unknown(named: str, code: str, what: str, found: str) -> str:
    """Lines of `resolved` that name what is not there: the cell `named` is filled, `found` is not."""
    return f"""
        INSERT INTO staged_problem
        SELECT line, '{named}', '{code}', '{what}', left("{named}", 200)
          FROM resolved WHERE "{named}" IS NOT NULL AND {found} IS NULL
    """


def wrong(named: str, code: str, message: str, condition: str, *, value: str = "''") -> str:
    """Lines of `resolved` to which `condition` applies. `message` is an SQL expression."""
    return f"""
        INSERT INTO staged_problem
        SELECT line, '{named}', '{code}', {message}, {value} FROM resolved WHERE {condition}
    """


def final(column: str, given: frozenset[str], default: str, *, is_clearable: bool = False) -> str:
    """The value that a column of a stored row `p` has after its line `s`.

    A column that the file has not stays as it is. An empty cell empties what may be empty, and leaves the rest as it is.
    """
    if column not in given:
        return f"CASE WHEN p.id IS NULL THEN {default} ELSE p.{column} END"
    if is_clearable:
        return f"coalesce(s.{column}, {default})"
    return f"coalesce(s.{column}, p.{column}, {default})"
