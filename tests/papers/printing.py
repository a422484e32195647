"""Reading what a receipt printer was sent: its letters, and its pictures."""

import re

COMMANDS = re.compile(
    rb"\x1b@|\x1bt.|\x1b[!aEGMd\-{].|\x1d[!BbfhwH].|\x1bp...|\x1b[23]|\x1b3.|\x1d\(k(?P<low>.)(?P<high>.)|\x1dV.{1,2}|\x1bJ.",
    re.DOTALL,
)
PICTURE = re.compile(rb"\x1dv0.(..)(..)", re.DOTALL)


def letters_of(content: bytes, code_page: str = "CP1251") -> str:
    """The text, without commands and what belongs to them."""
    content, _ = _without_pictures(content)
    found, at = bytearray(), 0
    while at < len(content):
        command = COMMANDS.match(content, at)
        if command is None:
            found.append(content[at])
            at += 1
            continue
        at = command.end()
        if command["low"] is not None:
            at += command["low"][0] + 256 * command["high"][0]
    return found.decode(code_page)


def pictures_of(content: bytes) -> list[tuple[int, int]]:
    """Width and height of each picture, in dots."""
    return _without_pictures(content)[1]


def _without_pictures(content: bytes) -> tuple[bytes, list[tuple[int, int]]]:
    rest, sizes = b"", []
    while found := PICTURE.search(content):
        wide, high = (int.from_bytes(found[group], "little") for group in (1, 2))
        sizes.append((wide * 8, high))
        rest += content[: found.start()]
        content = content[found.end() + wide * high :]
    return rest + content, sizes
