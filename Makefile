# Two commands: `make app` opens the front end, `make test` passes every test. Both set up what is missing.
# Windows, or no make: the same lines of pip stand in README.md.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PY := $(BIN)/python
WORKERS ?= auto
PORT ?= 8501

INSTALLED := $(VENV)/.installed
COMPILED := $(VENV)/.compiled
PICTURE := $(VENV)/.first-picture
SCIENCE := $(shell find model scenarios experiments shapan -name '*.py' -o -name '*.toml' -o -name '*.csv' 2>/dev/null)

.DELETE_ON_ERROR:
.PHONY: setup app test test-all lint format bench screenshots lock browser bundle clean help

help:
	@echo "make app          set up what is missing and open the front end"
	@echo "make test         set up what is missing and pass every test (up to half an hour on 2 cores)"
	@echo "make test-all     the slow checks too"
	@echo "make setup | lint | format | bench | screenshots | bundle | lock | clean"

setup: $(INSTALLED) $(COMPILED) $(PICTURE)

# The lock names every package with its hash and no host, and pip alone reads it, so that nothing is fetched beside it.
# A uv that is here already makes the environment where Python was packaged without venv.
$(INSTALLED): requirements.lock pyproject.toml
	@echo "== environment"
	@test -x $(PY) || $(PYTHON) -m venv $(VENV) || uv venv --seed --python $(PYTHON) $(VENV) || \
	  { echo "No virtual environment could be made. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	@$(PY) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Shapan needs Python 3.11 or newer: make setup PYTHON=python3.12"; rm -rf $(VENV); exit 1; }
	@$(PY) -m pip --version >/dev/null 2>&1 || $(PY) -m ensurepip >/dev/null
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

# Compiled kernels are kept in the user's cache, one folder per version of their sources; compiling here makes the first run as fast as the second.
$(COMPILED): $(INSTALLED) $(SCIENCE)
	@echo "== compiling the kernels once"
	@$(PY) -m shapan.experiments.machine.warm
	@touch $@

# The comparison on which the front end opens: computed here, kept in the data folder, never committed.
$(PICTURE): $(COMPILED)
	@echo "== the first picture"
	@$(PY) -m shapan.app.jobs.first_picture
	@touch $@

app: setup
	@$(BIN)/shapan app --port $(PORT)

# Tests marked `alone` measure time or memory, so they run by themselves after the others. Whoever has no more tests
# takes half of another's (`worksteal`), so that what the tests of a file share is mostly made once.
test: setup browser lint
	$(PY) -m pytest -n $(WORKERS) --dist worksteal -m "not slow and not alone"
	$(PY) -m pytest -m "alone and not slow"

test-all: setup browser lint
	$(PY) -m pytest -n $(WORKERS) --dist worksteal -m "not alone"
	$(PY) -m pytest -m "alone"
	@sh .ci/pythons

browser: $(INSTALLED)
	@sh .ci/browser

# The folders are installed as shapan.model and so on; type checkers see the same through links made here.
lint: $(INSTALLED)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	@rm -rf build/types && mkdir -p build/types/shapan
	@for file in shapan/*; do case $$file in *__pycache__*) ;; *) ln -s ../../../$$file build/types/shapan/ ;; esac; done
	@for part in model scenarios experiments app; do ln -s ../../../$$part build/types/shapan/$$part; done
	MYPYPATH=build/types $(BIN)/mypy -p shapan.model

format: $(INSTALLED)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(COMPILED)
	$(BIN)/shapan bench

screenshots: setup browser
	$(PY) -m shapan.app.screenshots docs/pictures

# One folder from which Shapan is installed without internet (docs/how-to-install-offline.md):
# make bundle PLATFORMS=windows-x86_64 PYTHONS=3.12
bundle: $(INSTALLED)
	$(PY) -m shapan.experiments.bundling $(if $(PLATFORMS),--platforms $(PLATFORMS)) $(if $(PYTHONS),--pythons $(PYTHONS))

# Newest versions that fit pyproject.toml, for every system and Python, with hashes and without any address.
lock:
	@echo "# Made by 'make lock'; edit pyproject.toml instead." > requirements.lock
	@uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --extra dev --extra data --extra research --extra cluster --extra signin \
	  --no-header --no-annotate --no-emit-index-url --no-emit-find-links pyproject.toml >> requirements.lock

clean:
	rm -rf build $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis *.egg-info
