"""How fast does a file of products come in, and does its memory grow with its lines?

Each import is a process of its own, which tells its seconds (check and write, in one transaction) and the most memory that it
took. The file has ten columns and a barcode a line; then it comes again, and changes nothing.
"""

import json
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.arena import ROOT, Arena
from bench.measure import Findings, Plan
from bench.shop import BASE, Shop

IMPORTED = "shop_imports"
SIZES = {1_000_000: 100_000, 100_000: 10_000}
"""Lines of the larger file, by the plan's history."""
HEADER = "sku,name,description,unit,tax_category,life_cycle,warranty_days,floor_price,barcodes,packagings"


def ask(arena: Arena, shop: Shop, plan: Plan) -> Findings:
    """A tenth of the lines first, then all of them, then the same file again."""
    many = SIZES.get(plan.history, 1_000)
    arena.close(BASE)
    arena.copy(BASE, IMPORTED)
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, first, lines in (("few", 1, many // 10), ("many", many, many), ("again", many, many)):
            path = Path(folder) / f"{name}.csv"
            _write(path, first, lines)
            found[name] = _measured(arena, path) | {"lines": lines}
    facts = {
        "lines": many,
        "rows_per_second": round(many / found["many"]["seconds"]),
        "rows_per_second_unchanged": round(many / found["again"]["seconds"]),
        "peak_mb": found["many"]["peak_mb"],
        "peak_mb_of_a_tenth": found["few"]["peak_mb"],
        "growth": round(found["many"]["peak_mb"] / found["few"]["peak_mb"], 3),
        "created": found["many"]["created"],
        "unchanged": found["again"]["unchanged"],
    }
    arena.address(IMPORTED)  # so that its books are checked like those of the others
    return Findings(facts={"imports": facts})


def _write(path: Path, first: int, lines: int) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(f"{HEADER}\n")
        for n in range(first, first + lines):
            file.write(
                f'IMP{n:07},Product {n},"Number {n}, of many",PCE,BENCH,ACTIVE,30,1.25,I{n:09},Box = 12 : B{n:09}\n'
            )


def _measured(arena: Arena, path: Path) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "bench.imports", str(path)],
        cwd=ROOT,
        env=arena.environment(IMPORTED),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(f"the import of {path.name} failed:\n{done.stdout}{done.stderr}")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _run(path: Path) -> dict[str, Any]:
    """One import, in this process."""
    import django  # noqa: PLC0415 - the environment names the database only now

    django.setup()
    from django.utils import timezone  # noqa: PLC0415 - Django is set up by then

    from optimapos.imports.management.members import member  # noqa: PLC0415 - Django is set up by then
    from optimapos.imports.services import ImportService, work_off  # noqa: PLC0415 - Django is set up by then

    actor = member("bench", "owner@bench.test")
    begin = time.perf_counter()
    with path.open("rb") as file:
        job = ImportService.upload(
            business=actor.business_id,
            actor=actor,
            kind="products",
            file_name=path.name,
            file=file,
            at=timezone.now(),
            dry_run=False,
            wait=True,
        ).unwrap()
    job = work_off(business=actor.business_id, job_id=job.pk, at=timezone.now()).unwrap()
    seconds = time.perf_counter() - begin
    if job.status != "APPLIED":
        raise RuntimeError(f"{job.status}: {job.problems_count} problems")
    return {
        "seconds": round(seconds, 3),
        "peak_mb": _peak_mb(),
        "created": job.created_count,
        "unchanged": job.unchanged_count,
    }


def _peak_mb() -> float:
    """The most memory that this process had. `getrusage` would count what its parent had when it started it."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"))
    return round(int(found[1]) / 1024, 1) if found else 0.0


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_run(Path(sys.argv[1]))))
