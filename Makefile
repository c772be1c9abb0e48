# Everything a person types. Needs Python 3.11 or newer, make, and the package registries.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help install run test test-long lint bench-quality bench-abuse bench-speed bench-advice drill-accounts drill-files scan mutants-permissions

VENV := .venv
FOR_TESTS := .[dev,bench,cluster]
BIN := $(VENV)/bin
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	command -v $$p >/dev/null && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' && echo $$p && break; done)
export FLASK_APP := hub
export PYTHONUNBUFFERED := 1

help: ## Say what there is to do
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' Makefile | expand -t 24

install: $(VENV)/run.stamp ## Make .venv and install what the site needs

run: $(VENV)/run.stamp ## Serve the site with demo data on 127.0.0.1:8000 (PORT, HUB_INSTANCE, DATABASE_URL)
	@exec $(BIN)/python -m flask serve

test: $(VENV)/dev.stamp ## Run the tests
	@$(BIN)/python -m flask fetch-assets --for-tests
	@$(BIN)/python -m pytest -n 2 --dist worksteal -m "not long"

test-long: $(VENV)/dev.stamp ## Run the longer tests: every route asked again, a walk for leaks, the longer journeys
	@$(BIN)/python -m pytest -n 2 --dist worksteal -m long

lint: $(VENV)/dev.stamp ## Check style, formatting and types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

mutants-permissions: $(VENV)/dev.stamp ## Take each guard away in turn: the matrix of permissions must miss it
	@$(BIN)/python -m tests.drills.mutants_permissions

bench-quality: $(VENV)/bench.stamp ## Measure the ranking against judged sets (HUB_SHARED_DATA)
	@$(BIN)/python -m benchmarks.quality

drill-accounts: $(VENV)/run.stamp ## Find out whether anybody can find out who has an account
	@$(BIN)/python -m tests.drills.account_enumeration

drill-files: $(VENV)/run.stamp ## Upload sixty broken and hostile files: each must be refused in 2 seconds
	@$(BIN)/python -m tests.drills.hostile_files

scan: $(VENV)/dev.stamp .scanners/scan.stamp ## Scan the site for holes as each person, with wapiti and sqlmap
	@$(BIN)/python -m tests.drills.scanners

.scanners/scan.stamp:
	@$(PYTHON) -m venv .scanners
	@.scanners/bin/python -m pip install --disable-pip-version-check --quiet 'sqlmap==1.10.10' \
		'wapiti3==3.3.2; python_version >= "3.12"' 'wapiti3==3.2.3; python_version < "3.12"'
	@touch $@

bench-speed: $(VENV)/bench.stamp ## Time searches over made-up catalogues beside other engines
	@$(BIN)/python -m benchmarks.speed --peers

bench-abuse: $(VENV)/bench.stamp ## Game the ranking in six ways, and see who is told (HUB_SHARED_DATA)
	@$(BIN)/python -m benchmarks.abuse

bench-advice: $(VENV)/bench.stamp ## Take the advice of a thousand cases by the forms, and see where it leads
	@$(BIN)/python -m benchmarks.advice

$(VENV)/python.stamp:
	@if [ -z "$(PYTHON)" ]; then \
		echo "Growth Hub Match needs Python 3.11 or newer: install it, or name it with PYTHON=/path/to/python3." >&2; exit 1; fi
	@echo "Making $(VENV) with $$($(PYTHON) --version)."
	@$(PYTHON) -m venv $(VENV) || { echo "Python could not make $(VENV): install its venv module (Debian: python3-venv)." >&2; exit 1; }
	@touch $@

define install_extra
	@echo "Installing what $(1):"
	@$(BIN)/python -m pip install --disable-pip-version-check --constraint constraints.txt --editable '$(2)' \
		2> $(VENV)/install.log | sed -un 's/^Collecting \([^ ]*\).*/  \1/p' \
		|| { echo "The packages could not be installed: check the network to the package registry and run this again ($(VENV)/install.log says more)." >&2; exit 1; }
	@touch $@
endef

$(VENV)/run.stamp: $(VENV)/python.stamp setup.cfg constraints.txt
	$(call install_extra,the site needs,.)

$(VENV)/dev.stamp: $(VENV)/run.stamp
	$(call install_extra,the tests need,$(FOR_TESTS))

$(VENV)/bench.stamp: $(VENV)/run.stamp
	$(call install_extra,the benchmark needs,.[bench])
