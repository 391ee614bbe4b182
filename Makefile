# Everything that one does with this checkout. `make help` lists it.
#
# PORT, OUTREACH_HOME and OUTREACH_DATABASE_URL reach the programs as they are, from the environment or from the
# command line: `make demo PORT=8080`. PYTHON names another Python than `python3`; 3.11 is the oldest that will do.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Two runs at once wait for each other while they install.
LOCK := $(shell command -v flock >/dev/null 2>&1 && echo flock Makefile)
# Rooms of which every branch is tested; the floor of the others stands in pyproject.toml.
WHOLLY_TESTED := app/access/*,app/ledger/*,app/inbox/*,app/kit/*

export PIP_DISABLE_PIP_VERSION_CHECK = 1
export NO_MKDOCS_2_WARNING = 1

.DEFAULT_GOAL := help
.PHONY: help demo test sure check lint types imports docs fix browser scans prove bench bench-large bench-reading clean run-time dev

help: ## List what there is to make
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

demo: run-time ## Serve a register with sample data on http://127.0.0.1:8000
	@exec $(BIN)/outreach demo

test: dev browser scans ## Run every test, on both databases
	@$(BIN)/pytest -n auto --maxprocesses 8 --dist worksteal --cov --cov-report term
	@$(BIN)/coverage report --include '$(WHOLLY_TESTED)' --fail-under 100 >$(VENV)/.coverage-report || { cat $(VENV)/.coverage-report; exit 1; }

sure: check test ## Run everything that must hold before a commit

check: lint types imports docs ## The part of `sure` that needs no tests

lint: dev ## Check style and layout
	@$(BIN)/ruff check --quiet
	@$(BIN)/ruff format --check --quiet || { echo "The layout differs: run make fix."; exit 1; }

types: dev ## Check types, at the strictest
	@$(BIN)/mypy

imports: dev ## Check that the rooms of the house depend one way only
	@$(BIN)/lint-imports

# Read from standard input, since a configuration that lies in the folder of the pages is refused.
docs: dev ## Build the documentation into site/; a broken link is an error
	@$(BIN)/mkdocs build --strict --quiet --config-file - <docs/mkdocs.yml

fix: dev ## Set style and layout right where a machine can
	@$(BIN)/ruff check --fix --quiet; $(BIN)/ruff format --quiet

browser: ## Install Chromium for the tests, or say how
	@$(PYTHON) -m tests.browser

scans: ## Install Tesseract for the tests of scans, or say how
	@$(PYTHON) -m tests.tesseract

prove: dev browser scans ## Run the long proofs of docs/trust.md, with full figures
	@$(BIN)/pytest -m prove

bench: dev peers ## Measure what matters beside bare servers and other frameworks
	@$(BIN)/python -m tests.bench

bench-large: dev ## The same on a large register
	@$(BIN)/python -m tests.bench --large

bench-reading: dev ## Measure how well notes are read, by field, language and format; fail under the floors
	@$(BIN)/python -m tests.reading.scoring --format txt --format docx --format pdf

clean: ## Remove what was installed and built; what was recorded stays
	@rm -rf $(VENV) site dist .coverage* .hypothesis .*_cache

peers:
	@$(LOCK) $(MAKE) -s --no-print-directory $(VENV)/.peers

run-time:
	@$(LOCK) $(MAKE) -s --no-print-directory $(VENV)/.run-time

dev:
	@$(LOCK) $(MAKE) -s --no-print-directory $(VENV)/.dev

$(VENV)/.run-time: pyproject.toml constraints.txt | $(BIN)/pip
	@echo "Installing what it needs to run ..."
	@$(BIN)/pip install -q -c constraints.txt -e .
	@touch $@

$(VENV)/.dev: pyproject.toml constraints.txt | $(BIN)/pip
	@echo "Installing what the tests and checks need ..."
	@$(BIN)/pip install -q -c constraints.txt -e ".[dev]"
	@touch $@

$(VENV)/.peers: pyproject.toml constraints.txt | $(VENV)/.dev
	@echo "Installing what it is measured beside ..."
	@$(BIN)/pip install -q -c constraints.txt -e ".[bench]"
	@touch $@

$(BIN)/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed: make PYTHON=python3.12 ..."; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "Python's venv is missing; on Debian: apt-get install python3-venv"; exit 1; }
