# OptimaPOS. Python 3.11 or newer and make are all that a machine needs; `make help` lists the commands.
# Options for a command go in ARGS: make run ARGS="--port 9000".

SHELL := /bin/sh
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
UV := $(BIN)/uv
STAMP := $(VENV)/.install-stamp
DJANGO := OPTIMAPOS_SECRET_KEY=none $(BIN)/python manage.py
OPENAPI := docs/openapi.yaml
LOCK := $(UV) pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --quiet
WEB := web
WEB_BUILT := src/optimapos/config/web/index.html
WEB_SOURCES := $(shell find web/src web/public -type f -not -path '*/generated/*') $(wildcard web/*.ts web/*.html)
NODE := PATH="$(CURDIR)/$(BIN):$$PATH" NPM_CONFIG_LOGLEVEL=error
PNPM := $(NODE) npm_config_update_notifier=false npx --yes pnpm@10.34.9 --dir $(WEB)
ARGS ?=
COVERAGE ?=
# Where every branch is to be covered; a race may leave one out in one run.
DECISIONS := */rules.py,*/rules/*,*/services/*

.DEFAULT_GOAL := help
.PHONY: help install run web words test pictures check fmt bench torture lock openapi golden clean

help: ## list the commands
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 16

install: $(STAMP) ## make .venv from the locked requirements

# pip takes over where uv finds no index: it alone reads pip's own configuration.
$(STAMP): requirements/uv.txt requirements/dev.txt pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@$(UV) pip sync --quiet --python $(BIN)/python --require-hashes requirements/dev.txt \
		|| $(BIN)/python -m pip install --quiet --require-hashes -r requirements/dev.txt
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --no-index --editable .
	@if [ -d .git ] && [ -f .pre-commit-config.yaml ] && [ -z "$$CI" ]; then $(BIN)/pre-commit install >/dev/null; fi
	@touch $(STAMP)

# Node and its package manager come as wheels and from the registry's own client; nothing has to be on the machine.
$(WEB)/node_modules/.install-stamp: $(STAMP) $(WEB)/package.json $(WEB)/pnpm-lock.yaml
	@$(PNPM) install --frozen-lockfile --reporter=silent
	@touch $@

$(WEB)/src/api/generated/schema.d.ts: $(OPENAPI) $(WEB)/node_modules/.install-stamp
	@$(PNPM) --silent run api >/dev/null

$(WEB_BUILT): $(WEB)/src/api/generated/schema.d.ts $(WEB_SOURCES)
	@echo "Building the web application ..."
	@$(PNPM) --silent run build --logLevel warn
	@$(BIN)/python -m whitenoise.compress --quiet src/optimapos/config/web

words: install $(WEB)/node_modules/.install-stamp ## gather the words of the screens into their catalogs
	@$(PNPM) --silent run extract

web: $(WEB_BUILT) ## build what the browser runs

run: install web ## start everything and print the address and the demo logins; Ctrl-C stops it
	@exec $(BIN)/optimapos run $(ARGS)

test: install web ## run the tests on the embedded engines and in a browser; with COVERAGE=1, hold the coverage too
	@$(PNPM) --silent run test
ifeq ($(strip $(COVERAGE)),)
	$(BIN)/pytest -n 2 --dist loadfile $(ARGS)
else
	@$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest -n 2 --dist loadfile
	@$(BIN)/coverage combine --quiet
	@$(BIN)/coverage report --skip-covered --fail-under=90
	@$(BIN)/coverage report --show-missing --skip-covered --precision=2 --fail-under=99.5 --include='$(DECISIONS)'
endif

pictures: install web ## take the README's pictures anew
	OPTIMAPOS_README_PICTURES=docs/pictures $(BIN)/pytest tests/web/test_readme.py

torture: install ## run the races, kills and properties at full length
	$(BIN)/pytest -m slow $(ARGS)

bench: install web ## measure beside the machine's limit
	$(BIN)/python -m bench $(ARGS)

check: install $(WEB)/src/api/generated/schema.d.ts ## form, lint, contracts, types, migrations, OpenAPI, machine paths
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(DJANGO) makemigrations --check --dry-run
	@$(DJANGO) spectacular --validate --fail-on-warn --file $(VENV)/openapi.yaml
	@diff -u $(OPENAPI) $(VENV)/openapi.yaml || { echo "$(OPENAPI) is out of date: make openapi"; exit 1; }
	@$(PNPM) --silent run check
	@$(PNPM) --silent run words
	@.ci/no-machine-paths

openapi: install ## write the OpenAPI document anew
	$(DJANGO) spectacular --validate --fail-on-warn --file $(OPENAPI)

golden: install ## write the vectors that both sides' rules are held to anew
	$(BIN)/python -m tests.golden.make

fmt: install ## put the code into form
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

lock: install ## resolve the requirements anew (add ARGS=--upgrade for newer versions)
	$(LOCK) --extra embedded --extra demo --group dev $(ARGS) -o requirements/dev.txt
	$(LOCK) --extra embedded --constraint requirements/dev.txt -o requirements/runtime.txt

clean: ## remove what the tools leave behind; never var/
	@rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis htmlcov .coverage*
	@find src tests -name __pycache__ -type d -prune -exec rm -rf {} +
