"""Imports as jobs: who may, what a worker does, what is seen, and what a kill leaves behind."""

import io
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from optimapos.core.ids import UUID
from optimapos.imports import tasks
from optimapos.imports.locks import lock_job
from optimapos.imports.models import ImportFilePart, ImportJob
from optimapos.imports.services import ImportService, work_off
from optimapos.imports.services.forgetting import forget_old_files
from optimapos.imports.services.work import _fail
from optimapos.organization.models import Membership, User
from optimapos.organization.services import LocationService
from optimapos.products.models import Product
from tests.factories.organization import Shop, make_till
from tests.imports.files import bring, brought, counts, csv_of, prepared, problems

ROOT = Path(__file__).resolve().parents[2]


def many(number: int) -> bytes:
    """A file of so many products, too large to be checked at once from 8,000 on."""
    return csv_of(*(f"SKU-{n:07},Product number {n},U0,T20" for n in range(number)))


def job_of(shop: Shop, job_id: str) -> ImportJob:
    with shop.scope():
        return ImportJob.objects.for_business(shop.id).get(pk=job_id)


def products(shop: Shop) -> int:
    with shop.scope():
        return Product.objects.for_business(shop.id).count()


def test_a_large_file_is_a_workers(shop: Shop) -> None:
    prepared(shop)
    job = brought(shop.manager_till, "products", many(8_000))
    assert (job["status"], job["dry_run"]) == ("UPLOADED", True)
    assert tasks.work_off_import(str(shop.id), job["id"]) == ""
    told = shop.manager_till.get(f"/api/imports/{job['id']}/").json()
    assert (told["status"], counts(told), told["rows_total"], products(shop)) == ("CHECKED", (8_000, 0, 0), 8_000, 0)
    started = shop.manager_till.post(f"/api/imports/{job['id']}/apply/").json()
    assert (started["status"], started["dry_run"], products(shop)) == ("APPLYING", False, 0)
    early = shop.manager_till.post(f"/api/imports/{job['id']}/apply/")
    assert (early.status_code, early.json()["code"]) == (409, "IMPORT_NOT_READY")
    tasks.work_off_import(str(shop.id), job["id"])
    assert shop.manager_till.get(f"/api/imports/{job['id']}/").json()["status"] == "APPLIED"
    assert products(shop) == 8_000
    assert tasks.work_off_import(str(shop.id), job["id"]) == "IMPORT_NOT_READY"
    assert products(shop) == 8_000


def test_a_large_file_that_is_to_be_applied_is_checked_on_the_way(shop: Shop) -> None:
    prepared(shop)
    job = brought(shop.manager_till, "products", many(8_000) + b"X,,U0,T20\n", dry_run="false")
    tasks.work_off_import(str(shop.id), job["id"])
    told = shop.manager_till.get(f"/api/imports/{job['id']}/").json()
    assert (told["status"], problems(told), products(shop)) == ("REFUSED", [(8_002, "name", "REQUIRED")], 0)


def test_progress_is_told_while_it_goes_on(shop: Shop) -> None:
    prepared(shop)
    job = brought(shop.manager_till, "products", many(8_000), dry_run="false")
    seen: list[tuple[str, int, int]] = []

    def watch(done: int, total: int) -> None:
        told = job_of(shop, job["id"])
        seen.append((told.status, done, total))

    # The watcher asks in the job's own transaction, so it sees the status that was committed before.
    work_off(business=shop.id, job_id=UUID(job["id"]), at=timezone.now(), watch=watch).unwrap()
    assert seen[0] == ("APPLYING", 2_000, 8_000)
    assert seen[-1][1:] == (8_000, 8_000)


def test_progress_is_told_to_those_who_ask_meanwhile(shop: Shop) -> None:
    prepared(shop)
    job = brought(shop.manager_till, "products", many(8_000))
    answers: list[dict[str, Any]] = []

    def watch(done: int, total: int) -> None:
        if done == 4_000:
            answers.append(shop.manager_till.get(f"/api/imports/{job['id']}/").json())

    work_off(business=shop.id, job_id=UUID(job["id"]), at=timezone.now(), watch=watch).unwrap()
    assert [(told["status"], told["rows_done"], told["rows_total"]) for told in answers] == [("CHECKING", 4_000, 8_000)]


def test_a_job_at_work_is_left_alone(shop: Shop) -> None:
    prepared(shop)
    job = brought(shop.manager_till, "products", many(8_000))
    script = (
        "import os, sys; sys.path.insert(0, os.getcwd());"
        "from uuid import UUID; import django; django.setup();"
        "from django.utils import timezone; from optimapos.imports.services import work_off;"
        f"print(work_off(business=UUID('{shop.id}'), job_id=UUID('{job['id']}'), at=timezone.now()).code)"
    )
    with shop.scope():
        lock_job(shop.id, UUID(job["id"]))
        found = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "IN_PROGRESS"


def test_a_worker_that_is_killed_leaves_nothing_and_the_next_one_goes_on(shop: Shop) -> None:
    prepared(shop)
    job = brought(shop.manager_till, "products", many(8_000), dry_run="false")
    script = (
        "import os, sys, time; sys.path.insert(0, os.getcwd());"
        "from uuid import UUID; import django; django.setup();"
        "from django.utils import timezone; from optimapos.imports.services import work_off\n"
        "def watch(done, total):\n"
        "    if done == total:\n"
        "        print('written', flush=True); time.sleep(60)\n"
        "calls = []\n"
        "def twice(done, total):\n"
        "    calls.append(done)\n"
        "    if calls.count(total) == 2: watch(done, total)\n"
        f"work_off(business=UUID('{shop.id}'), job_id=UUID('{job['id']}'), at=timezone.now(), watch=twice)"
    )
    with subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, text=True) as worker:
        assert worker.stdout
        assert worker.stdout.readline() == "written\n"
        worker.send_signal(signal.SIGKILL)
    assert (job_of(shop, job["id"]).status, products(shop)) == ("APPLYING", 0)
    deadline = time.monotonic() + 20
    while work_off(business=shop.id, job_id=UUID(job["id"]), at=timezone.now()).code == "IN_PROGRESS":
        assert time.monotonic() < deadline
        time.sleep(0.1)  # until the server notices that the connection is gone
    assert (job_of(shop, job["id"]).status, products(shop)) == ("APPLIED", 8_000)


def test_the_sweep_finds_jobs_that_nobody_ended(shop: Shop) -> None:
    prepared(shop)
    lost = brought(shop.manager_till, "products", many(8_000))
    done = brought(shop.manager_till, "products", csv_of("A,A,U0,T20"))
    found = tasks.unfinished_jobs(timezone.now() + timedelta(minutes=1))
    assert (shop.id, UUID(lost["id"])) in found
    assert (shop.id, UUID(done["id"])) not in found
    assert (shop.id, UUID(lost["id"])) not in tasks.unfinished_jobs(timezone.now() - tasks.LEFT_ALONE)
    with shop.scope():
        ImportJob.objects.for_business(shop.id).update(updated_at=timezone.now() - timedelta(minutes=1))
    assert tasks.sweep_imports() >= 1


def test_what_has_ended_meanwhile_does_not_fail(shop: Shop) -> None:
    prepared(shop)
    job = brought(shop.manager_till, "products", csv_of("A,A,U0,T20"))
    _fail(business=shop.id, job_id=UUID(job["id"]), code="BUSY", message="")
    assert job_of(shop, job["id"]).status == "CHECKED"


def test_a_file_over_the_limit_is_refused_by_the_service_too(shop: Shop) -> None:
    file = io.BytesIO(b"x" * 50_000_001)
    asked: dict[str, Any] = {"kind": "products", "file_name": "x", "at": timezone.now()}
    result = ImportService.upload(business=shop.id, actor=shop.manager_till.actor, file=file, **asked)
    assert (result.ok, result.code, result.data) == (False, "TOO_LARGE", {"max_bytes": 50_000_000})


def test_who_lost_the_right_in_the_meantime_applies_nothing(shop: Shop) -> None:
    prepared(shop)
    job = brought(shop.manager_till, "products", many(8_000), dry_run="false")
    with shop.scope():
        Membership.objects.for_business(shop.id).filter(pk=shop.manager_till.actor.membership_id).update(
            is_active=False
        )
    assert tasks.work_off_import(str(shop.id), job["id"]) == "PERMISSION_DENIED"
    left = job_of(shop, job["id"])
    assert (left.status, left.failure_code, products(shop)) == ("FAILED", "PERMISSION_DENIED", 0)


def test_a_bug_is_left_with_the_job(shop: Shop) -> None:
    prepared(shop)
    job = brought(shop.manager_till, "products", many(8_000))

    def broken(done: int, total: int) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        work_off(business=shop.id, job_id=UUID(job["id"]), at=timezone.now(), watch=broken)
    left = job_of(shop, job["id"])
    assert (left.status, left.failure_code) == ("FAILED", "INTERNAL_ERROR")


def test_files_are_forgotten_after_a_time(shop: Shop) -> None:
    prepared(shop)
    job = brought(shop.manager_till, "products", csv_of("A,A,U0,T20"))
    assert tasks.forget_import_files() >= 0
    forget_old_files(timezone.now() + timedelta(days=29))
    with shop.scope():
        assert ImportFilePart.objects.for_business(shop.id).count() == 1
    forget_old_files(timezone.now() + timedelta(days=31))
    answer = shop.manager_till.post(f"/api/imports/{job['id']}/apply/")
    assert (answer.status_code, answer.json()["code"]) == (410, "FILE_GONE")


@pytest.mark.parametrize(
    ("role", "kind", "code"),
    [
        ("cashier", "products", "PERMISSION_DENIED"),
        ("stock_clerk", "opening_stock", "PERMISSION_DENIED"),
        ("buyer", "products", None),
        ("buyer", "prices", None),
        ("accountant", "suppliers", "PERMISSION_DENIED"),
    ],
)
def test_an_import_needs_its_right_and_the_right_to_what_it_brings(
    shop: Shop, role: str, kind: str, code: str | None
) -> None:
    till = make_till(shop.business, shop.storefront, shop.owner, code="T7", role=role)
    answer = bring(till, kind, csv_of("A"))
    assert answer.status_code == (403 if code else 201)
    assert code is None or answer.json()["code"] == code


def test_a_member_without_the_right_to_the_kind_is_refused_before_the_file_is_read(shop: Shop) -> None:
    with shop.scope():
        member = Membership.objects.for_business(shop.id).get(pk=shop.manager_till.actor.membership_id)
        role = member.role
        role.capabilities = ["data.import"]
        role.save()
    answer = bring(shop.manager_till, "products", b"x")
    assert (answer.status_code, answer.json()["data"]) == (403, {"capability": "product.manage"})
    assert shop.manager_till.get("/api/imports/").json()["results"] == []


def test_a_member_of_some_locations_sees_its_own_imports_only(shop: Shop) -> None:
    prepared(shop)
    LocationService.create_location(business=shop.business, code="S2", name="B", user_id=shop.owner.user_id).unwrap()
    owner = Client()
    owner.force_login(User.objects.get(pk=shop.owner.user_id))
    theirs = owner.generic("POST", "/api/imports/?kind=products", b"sku", content_type="text/csv").json()
    mine = brought(shop.manager_till, "products", csv_of("A,A,U0,T20"))
    assert [job["id"] for job in shop.manager_till.get("/api/imports/").json()["results"]] == [mine["id"]]
    for path in (f"/api/imports/{theirs['id']}/", f"/api/imports/{theirs['id']}/problems/"):
        assert shop.manager_till.get(path).status_code == 404
    assert shop.manager_till.get(f"/api/imports/{theirs['id']}/problems/file/").status_code == 404
    assert shop.manager_till.post(f"/api/imports/{theirs['id']}/apply/").status_code == 404
    assert {job["id"] for job in owner.get("/api/imports/").json()["results"]} == {mine["id"], theirs["id"]}


def test_forms_are_no_files(shop: Shop) -> None:
    owner = Client()
    owner.force_login(User.objects.get(pk=shop.owner.user_id))
    answer = owner.post("/api/imports/?kind=products", {"file": "x"})
    assert (answer.status_code, answer.json()["code"]) == (415, "UNSUPPORTED_MEDIA_TYPE")


def test_all_problems_are_listed_by_pages_and_as_a_file(shop: Shop) -> None:
    prepared(shop)
    job = brought(shop.manager_till, "products", csv_of(*(f"S{n},,U0,T20" for n in range(1_500))))
    assert (job["problems_count"], len(job["problems"])) == (1_500, 100)
    page = shop.manager_till.get(f"/api/imports/{job['id']}/problems/?page_size=500").json()
    assert [row["line"] for row in page["results"]] == list(range(2, 502))
    answer = shop.manager_till.get(f"/api/imports/{job['id']}/problems/file/")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0] == "line,column,code,message,value"
    assert lines[-1] == "1501,name,REQUIRED,This must be filled in: the product's name.,"
    assert len(lines) == 1_501
    assert answer["Content-Disposition"] == 'attachment; filename="problems.csv"'


def test_lists_take_the_same_number_of_queries_however_long(shop: Shop, queries: Any) -> None:
    prepared(shop)
    brought(shop.manager_till, "products", csv_of("A,A,U0,T20"))
    with queries() as few:
        shop.manager_till.get("/api/imports/")
    for n in range(5):
        brought(shop.manager_till, "products", csv_of(f"A{n},A,U0,T20"))
    with queries() as more:
        assert len(shop.manager_till.get("/api/imports/").json()["results"]) == 6
    assert len(more) == len(few)


def test_the_command_checks_and_applies(shop: Shop, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    prepared(shop)
    file = tmp_path / "products.csv"
    file.write_bytes(csv_of("A,A,U0,T20", "B,B,U0,T20"))
    email = User.objects.get(pk=shop.owner.user_id).email
    who = {"business": shop.business.slug, "user": email}
    call_command("import_file", "products", str(file), dry_run=True, **who)
    assert products(shop) == 0
    call_command("import_file", "products", str(file), **who)
    out = capsys.readouterr().out.splitlines()
    assert out[0] == "Nothing is wrong: 2 lines, 2 new, 0 changed, 0 as they were."
    assert out[1] == "Applied: 2 lines, 2 new, 0 changed, 0 as they were."
    call_command("export_file", "products", str(tmp_path / "out.xlsx"), **who)
    call_command("import_file", "products", str(tmp_path / "out.xlsx"), **who)
    assert capsys.readouterr().out.splitlines()[-1] == "Applied: 2 lines, 0 new, 0 changed, 2 as they were."
    file.write_bytes(csv_of("A,,U0,T20"))
    with pytest.raises(CommandError, match="1 problems in 1 lines"):
        call_command("import_file", "products", str(file), **who)
    with pytest.raises(CommandError, match="can't be read"):
        call_command("import_file", "products", str(tmp_path / "none.csv"), **who)
    with pytest.raises(CommandError, match="ends in"):
        call_command("export_file", "products", str(tmp_path / "out.pdf"), **who)
    with pytest.raises(CommandError, match="no active member"):
        call_command("import_file", "products", str(file), business="none", user=email)


def test_pages_of_the_admin_site_are_read_only(shop: Shop) -> None:
    prepared(shop)
    job = brought(shop.manager_till, "products", csv_of("A,,U0,T20"))
    user = User.objects.get(pk=shop.owner.user_id)
    user.is_staff = True
    user.save()
    owner = Client()
    owner.force_login(user)
    assert owner.get("/admin/imports/importjob/", follow=True).status_code == 200
    page = owner.get(f"/admin/imports/importjob/{job['id']}/change/", follow=True)
    assert page.status_code == 200
    assert b'name="_save"' not in page.content
    assert owner.get("/admin/imports/importjob/add/").status_code == 403
    assert owner.post(f"/admin/imports/importjob/{job['id']}/delete/", {"post": "yes"}).status_code == 403


def test_uploading_by_a_service_takes_who_may(shop: Shop) -> None:
    result = ImportService.upload(
        business=shop.id,
        actor=shop.till.actor,
        kind="products",
        file_name="x",
        file=io.BytesIO(b"sku"),
        at=timezone.now(),
    )
    assert (result.ok, result.code) == (False, "PERMISSION_DENIED")
