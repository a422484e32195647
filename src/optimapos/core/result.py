"""Result: what every business operation answers, and DomainError, the refusal raised from within one.

A refusal is a value with a code, a sentence and the figures involved. Bugs are exceptions and stay exceptions.
Source: system-overview.md "Result Pattern"; codes from partners-app.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar, cast

T = TypeVar("T")


class DomainError(Exception):
    """A refusal raised inside an operation: it rolls the operation back and becomes `Result.error`.

    `data` holds the figures involved (JSON-ready: strings, numbers, lists), `suggestions` what the caller could do.
    """

    def __init__(
        self, code: str, msg: str, data: Mapping[str, Any] | None = None, suggestions: tuple[str, ...] = ()
    ) -> None:
        super().__init__(f"{code}: {msg}")
        self.code = code
        self.msg = msg
        self.data: dict[str, Any] = dict(data or {})
        self.suggestions = suggestions


@dataclass(frozen=True, slots=True)
class Result(Generic[T]):
    """The answer of an operation: either `ok` with a `value`, or a refusal with `code`, `msg` and `data`.

    `data` of a success is its value, as the source documents read it (`result.data['basic_info']`); of a refusal it is
    the figures involved.
    """

    ok: bool
    code: str = ""
    msg: str = ""
    payload: Any = None
    suggestions: tuple[str, ...] = field(default=())

    @classmethod
    def success(cls, data: T, msg: str = "") -> "Result[T]":
        """An operation that was done; `data` is its answer."""
        return cls(ok=True, msg=msg, payload=data)

    @classmethod
    def error(
        cls, code: str, msg: str, data: Mapping[str, Any] | None = None, suggestions: tuple[str, ...] = ()
    ) -> "Result[T]":
        """An operation that was refused; nothing was written."""
        return cls(ok=False, code=code, msg=msg, payload=dict(data or {}), suggestions=suggestions)

    @classmethod
    def refused(cls, refusal: DomainError) -> "Result[T]":
        """The same refusal as a value."""
        return cls.error(refusal.code, refusal.msg, refusal.data, refusal.suggestions)

    @property
    def data(self) -> Any:
        """The value of a success, the figures of a refusal."""
        return self.payload

    def unwrap(self) -> T:
        """The value, typed.

        Raises: DomainError when this is a refusal, so that a refusal inside another operation refuses that one too.
        """
        if not self.ok:
            raise DomainError(self.code, self.msg, self.payload, self.suggestions)
        return cast(T, self.payload)
