"""Write the golden vectors anew: `make golden`. What they say, the Python rules say; the browser's rules have to agree."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.golden import baskets, figures, prices, settling

HERE = Path(__file__).parent
FILES: dict[str, Callable[[], Any]] = {
    "decimals": figures.decimals,
    "money": figures.money,
    "quantities": figures.quantities,
    "prices": prices.resolved,
    "occasions": prices.occasions,
    "coupons": prices.coupons,
    "baskets": baskets.baskets,
    "amounts": settling.amounts,
    "settlements": settling.settlements,
    "credit": settling.credit,
}


def written(found: Any) -> str:
    """A file: one case a line, so that a change shows which cases it moves."""
    if isinstance(found, dict):
        parts = (f"{json.dumps(name)}: {written(cases).rstrip()}" for name, cases in found.items())
        return "{\n" + ",\n".join(parts) + "\n}\n"
    return "[\n" + ",\n".join(json.dumps(case, ensure_ascii=False, separators=(",", ":")) for case in found) + "\n]\n"


def main() -> None:
    """Write all files."""
    for name, made in FILES.items():
        (HERE / f"{name}.json").write_text(written(made()), encoding="utf-8")


if __name__ == "__main__":
    main()
