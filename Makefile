# The few verbs everybody needs; `make` alone lists them.

BIN := .venv/bin
INSTALLED := .venv/.installed
# One more than two cores: many tests wait for a browser, a server or a child.
WORKERS ?= 3

# Tests start dozens of processes, each of which would compile all of us anew where nobody may keep bytecode.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help demo serve test lint mutants bench docs lock clean

help: ## List the verbs
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 16

demo: $(INSTALLED) ## Carry the District 4 story from recruits to members, and show one dossier's whole timeline
	$(BIN)/diudat demo --fresh

serve: $(INSTALLED) ## Run the program: desk, Prefect's server and worker, walker
	$(BIN)/diudat serve

test: $(INSTALLED) ## Run all tests on SQLite and PostgreSQL; WORKERS=4 uses four processes
	@bash ops/postgresql.sh
	@bash ops/chromium.sh
	@bash ops/softhsm.sh
	$(BIN)/pytest --quiet --numprocesses $(WORKERS) --dist loadgroup

lint: $(INSTALLED) ## Check style, types, import contracts, procedures, translations and generated pages
	$(BIN)/ruff check --quiet
	$(BIN)/ruff format --check --quiet
	$(BIN)/mypy --num-workers 2
	$(BIN)/lint-imports
	$(if $(wildcard diudat.py),$(BIN)/diudat procedure check)
	$(if $(wildcard ops/translations.py),$(BIN)/python -m ops.translations --check)
	$(BIN)/python -m ops.pages --check

mutants: $(INSTALLED) ## Change the rules in small ways, one by one, and name the changes that no test notices
	PATH="$(CURDIR)/$(BIN):$$PATH" nice $(BIN)/mutmut run --max-children 2
	$(BIN)/python -m ops.mutants

bench: $(INSTALLED) ## Measure decisions, documents and a wave beside their floors
	$(BIN)/python -m benchmarks

docs: $(INSTALLED) ## Write the generated pages of docs/ anew
	$(BIN)/python -m ops.pages

lock: ## Work out requirements.lock from pyproject.toml (needs uv)
	uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --all-extras pyproject.toml -o requirements.lock

clean: ## Remove the environment, caches and what the demo wrote; the office's own var/ stays
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis .coverage *.egg-info build demo mutants
	find . -name __pycache__ -prune -exec rm -rf {} +

# The environment is made once, and again when what it is made from has changed.
$(INSTALLED): requirements.lock pyproject.toml ops/venv.sh $(wildcard */__init__.py)
	@bash ops/venv.sh
	@touch $@
