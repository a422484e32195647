"""Import contracts: every app stands in them, and business code knows nothing of HTTP."""

import tomllib
from typing import Any

from django.apps import apps

from tests.contracts.sources import PACKAGE, ROOT, package_sources

BUSINESS_CODE = frozenset({"types", "rules", "models", "locks", "sql", "selectors", "services"})
HTTP = ("rest_framework", "django.http", "django.urls", "django.views", "drf_spectacular", "django_filters")
BELOW_HTTP_KIT = frozenset({"config", "core", "apikit", "demo", "replay", "verify"})
"""Apps that have no services of their own kind: the kit itself, and what stands outside of requests."""


def _contracts() -> dict[str, dict[str, Any]]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    return {contract["id"]: contract for contract in settings["contracts"]}


def _floors() -> set[str]:
    return {app.strip() for floor in _contracts()["floors"]["layers"] for app in floor.split("|")}


def _packages() -> set[str]:
    return {folder.name for folder in PACKAGE.iterdir() if (folder / "__init__.py").exists()}


def test_every_package_stands_on_a_floor() -> None:
    assert _packages() == _floors()


def test_every_installed_app_stands_on_a_floor() -> None:
    installed = {config.name.split(".")[1] for config in apps.get_app_configs() if config.name.startswith("optimapos.")}
    assert installed <= _floors()


def test_every_package_stands_in_a_contract_of_its_own_files() -> None:
    contained = {
        container.split(".")[1]
        for contract in _contracts().values()
        if contract["type"] == "layers" and contract["id"].startswith("inside-")
        for container in contract["containers"]
    }
    assert contained == _packages() - {"config"}


def test_contracts_between_files_name_every_file() -> None:
    for contract in _contracts().values():
        if contract["type"] == "layers":
            assert contract.get("exhaustive") is True, contract["id"]


def test_business_code_never_imports_the_http_layer() -> None:
    wrong = [
        f"{source.name} imports {module}"
        for source in package_sources()
        if len(source.inside_app) > 1
        and source.inside_app[0] not in BELOW_HTTP_KIT
        and source.inside_app[1].removesuffix(".py") in BUSINESS_CODE
        for module in source.imports
        if module.startswith(HTTP)
    ]
    assert wrong == []


def test_rules_know_neither_database_nor_clock() -> None:
    wrong = [
        f"{source.name} imports {module}"
        for source in package_sources()
        if len(source.inside_app) > 1 and source.inside_app[1].removesuffix(".py") == "rules"
        for module in source.imports
        if module in {"time", "django.utils.timezone"} or module.startswith(("django.db", "psycopg"))
    ]
    assert wrong == []


def test_no_module_uses_signals() -> None:
    wrong = [
        f"{source.name} imports {module}"
        for source in package_sources()
        for module in source.imports
        if module.startswith("django.dispatch") or module.endswith(".signals")
    ]
    assert wrong == []
