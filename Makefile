# Ringfence: everything a person types. `make` alone lists it.
# Each step leaves a stamp beside what it made, so that a second run starts at once.

PYTHON ?= python3
WORKERS ?= auto
ARGS ?=

BIN := .venv/bin
UI := web/ui
UI_SOURCES := $(shell find $(UI) -name node_modules -prune -o -type f -print 2>/dev/null)

RUN_STAMP := .venv/stamp-run
DEV_STAMP := .venv/stamp-dev
PROJECT_STAMP := .venv/stamp-project
NPM_STAMP := $(UI)/node_modules/.stamp
UI_STAMP := web/static/.stamp

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup setup-dev run simulate test test-asterisk check migration bench pictures lock clean

help: ## List what can be asked for
	@echo "Ringfence rings only when it may. Try it: make run"
	@echo
	@sed -n 's/^\([a-z%-]*\):.*## \(.*\)/\1|\2/p' $(MAKEFILE_LIST) | while IFS='|' read -r name text; do \
		printf '  make %-12s %s\n' "$$name" "$$text"; done

setup: $(PROJECT_STAMP) $(UI_STAMP) ## Install everything that running needs, into .venv and web/static

run: setup ## Set up, then start the demo floor with a simulated carrier (ARGS="--fresh" starts anew)
	@$(BIN)/ringfence demo $(ARGS)

simulate: setup ## Run a million attempts in a thousand schedules of faults and check every one (ARGS="--seed 8")
	@$(BIN)/ringfence simulate --attempts 1000000 --schedules 1000 $(ARGS)

setup-dev: setup $(DEV_STAMP) ## Install everything that testing needs, too

test: setup-dev ## Set up what the tests need, Chromium included, then run all of them
	@.ci/system-packages
	@cd $(UI) && npm test --silent
	@$(BIN)/python -m pytest --numprocesses=$(WORKERS) --maxprocesses=4 --dist=loadfile --ignore=tests/browser $(ARGS)
	@# The browser's driver keeps an event loop of its own in its process, so these tests run in one of theirs.
	@$(BIN)/python -m pytest tests/browser

test-asterisk: setup-dev ## Make a private Asterisk, then run the tests that need a real one
	@.ci/asterisk >/dev/null
	@$(BIN)/python -m pytest tests/telephony/asterisk/real $(ARGS)

check: setup-dev ## Check format, lint, types, the order of packages, the front end and the architecture
	@echo "ruff: format";        $(BIN)/ruff format --check --quiet .
	@echo "ruff: lint";          $(BIN)/ruff check --quiet .
	@echo "mypy: strict";        $(BIN)/mypy --no-error-summary
	@echo "imports: the order";  mkdir -p build; $(BIN)/lint-imports --no-cache >build/imports.txt || { cat build/imports.txt; exit 1; }
	@echo "the front end";       cd $(UI) && npm run --silent check
	@$(BIN)/python -m pytest tests/architecture --quiet

migration: setup-dev ## Write the next migration from the mapped classes: make migration NAME="What changes"
	@$(BIN)/python -m tests.writing_migration "$(NAME)"

bench: setup-dev ## Measure everything in bench/ and print the tables
	@.ci/system-packages
	@set -e; for file in bench/[!_]*.py; do echo; echo "== $$file"; $(BIN)/python -m bench.$$(basename "$$file" .py); done

bench-%: setup-dev ## Measure one thing, for example: make bench-import
	@.ci/system-packages
	@set -e; found=; for file in bench/$**.py; do [ -f "$$file" ] || continue; found=yes; \
		$(BIN)/python -m bench.$$(basename "$$file" .py) $(ARGS); done; \
	[ -n "$$found" ] || { echo "There is no bench/$**.py. There are:"; ls bench; exit 1; }

pictures: setup-dev ## Take the screenshots of docs/pictures again
	@.ci/system-packages
	@$(BIN)/python -m tests.browser.pictures

lock: $(RUN_STAMP) ## Resolve the dependencies of pyproject.toml anew into requirements/
	@$(BIN)/uv pip compile $(LOCK) pyproject.toml --output-file requirements/run.txt
	@$(BIN)/uv pip compile $(LOCK) --group build --output-file requirements/build.txt
	@$(BIN)/uv pip compile $(LOCK) pyproject.toml --group build --group dev --output-file requirements/dev.txt

clean: ## Remove what was built; keeps .venv, node_modules and all recorded data
	@rm -rf build dist web/static .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find . \( -name node_modules -o -name .venv -o -name .git \) -prune -o -name __pycache__ -type d -print0 | xargs -0 rm -rf

LOCK := --universal --generate-hashes --python-version 3.11 --no-emit-index-url --no-header --no-annotate --upgrade --quiet

# ------------------------------------------------------------------------------------------ how it gets there

.venv/bin/uv: requirements/build.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "Ringfence needs Python 3.11 or newer. If it has another name here: make PYTHON=python3.12 ..."; exit 1; }
	@[ -x $(BIN)/python ] || { echo "Making .venv"; $(PYTHON) -m venv .venv || { \
		echo "Python's venv is incomplete. On Debian or Ubuntu: sudo apt-get install python3-venv"; rm -rf .venv; exit 1; }; }
	@echo "Installing uv"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/build.txt
	@touch $@

$(RUN_STAMP): requirements/run.txt .venv/bin/uv
	@echo "Installing what running needs (requirements/run.txt)"
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/run.txt
	@touch $@

$(DEV_STAMP): requirements/dev.txt $(RUN_STAMP)
	@echo "Installing what testing needs (requirements/dev.txt)"
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/dev.txt
	@touch $@

$(PROJECT_STAMP): pyproject.toml hatch_build.py $(RUN_STAMP)
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

$(NPM_STAMP): $(wildcard $(UI)/package.json $(UI)/package-lock.json)
	@node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' \
		2>/dev/null || { echo "Building the front end needs Node.js 20.19 or newer, with npm."; exit 1; }
	@echo "Installing the front end's packages"
	@cd $(UI) && npm ci --no-audit --no-fund --loglevel=error --silent
	@touch $@

$(UI_STAMP): $(NPM_STAMP) $(UI_SOURCES)
	@echo "Building the front end"
	@cd $(UI) && npm run --silent build -- --logLevel warn
	@mkdir -p $(@D) && touch $@
