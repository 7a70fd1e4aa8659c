# Everything starts from a machine that has python3 (3.11 or newer) and make. `make` alone lists the targets.

PYTHON ?= python3
VENV := .venv/bin/python
PYTEST := $(VENV) -m pytest
RUFF := $(VENV) -m ruff
SETUP := $(PYTHON) -m deployment.local.environment
SOURCES := apps config workers deployment tests manage.py

# Compiled modules make every start and every test run quicker.
unexport PYTHONDONTWRITEBYTECODE
# Tests and checks choose their settings themselves.
unexport DJANGO_SETTINGS_MODULE

.DEFAULT_GOAL := help
.PHONY: help up key manage test test-deep conformance check fix bench load docs lock

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

up: ## Run the whole platform on this machine; Ctrl-C stops it
	@$(SETUP) run
	@$(VENV) -m deployment.local.up

key: ## Print a new API key of the operator for the platform that runs here
	@$(VENV) -m deployment.local.key

manage: ## Run a management command beside `make up`; ARGS="replay spring --lockstep"
	@$(VENV) -m deployment.local.manage $(ARGS)

# Three processes for two cores: one runs the journeys, which wait for other processes most of the time.
test: ## Run the tests on throw-away servers; ARGS="tests/trading -x" narrows them
	@$(SETUP) dev
	$(PYTEST) -q -n 3 --dist loadgroup -m "not deep" $(ARGS)

test-deep: ## Run the tests that take minutes
	@$(SETUP) dev
	@$(PYTEST) -m deep $(ARGS); code=$$?; \
	if [ $$code -eq 5 ]; then echo "No deep test exists yet."; else exit $$code; fi

conformance: ## Hold /mcp against the official conformance suite and clients; ARGS="-k 2026"
	@$(SETUP) dev
	$(PYTEST) -q -s -m deep tests/conformance $(ARGS)

check: ## Check format, lint, types, layers, migrations and structure
	@$(SETUP) dev
	@$(VENV) -m deployment.local.check

fix: ## Format, and mend what the linter can mend
	@$(SETUP) dev
	$(RUFF) check --fix $(SOURCES)
	$(RUFF) format $(SOURCES)

bench: ## Measure against baselines; bench/results/ keeps the figures
	@$(SETUP) dev
	@$(VENV) -m bench.gates
	@$(VENV) -m bench.mcp
	@$(VENV) -m bench.celery_calls
	@$(VENV) -m bench.backtests
	@$(VENV) -m bench.exchange
	@$(VENV) -m bench.fanout
	@$(VENV) -m bench.fleet

load: ## Load the running platform
	@echo "No load test exists yet."

docs: ## Build the documentation's generated parts
	@$(SETUP) dev
	@$(VENV) -m deployment.local.documents

lock: ## Compile requirements/*.in to hashed lock files
	@$(SETUP) dev
	@cd requirements && for name in base embedded dev load node oracles engine; do \
	  ../$(VENV) -m uv pip compile --universal --python-version 3.11 --generate-hashes --quiet \
	    --custom-compile-command "make lock" $$name.in -o $$name.txt || exit 1; done
