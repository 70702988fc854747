# Everything from a fresh clone; only Python 3.11 or later and make have to be there. `make help` lists it.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input -qq
# Where the files are that README's figures are measured on.
SHARED ?= ../shared
# What the measuring is told besides, e.g. make evaluate EVALUATE=--check
EVALUATE ?=
# What pytest is told besides, e.g. make test TESTS="tests/readers -x"
TESTS ?=
# One process a core, at most four; files whole and in order, as their tests share what is costly.
SPREAD ?= --numprocesses auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder
# What qualcode run is told besides, e.g. make demo RUN="--help"
RUN ?=

.DEFAULT_GOAL := help
.PHONY: help demo test evaluate lock clean
.DELETE_ON_ERROR:

help:  ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

demo: $(VENV)/.ready  ## set up and code the study in this repository
	$(BIN)/qualcode run $(RUN)

test: $(VENV)/.ready-test  ## set up and run the tests
	$(BIN)/python -m pytest $(SPREAD) $(TESTS)

evaluate: $(VENV)/.ready  ## set up and measure all that README states (EVALUATE=--check compares)
	$(BIN)/python benchmarks/evaluate.py --shared $(SHARED) $(EVALUATE)

# Universal over platforms and Python versions from 3.11; without the addresses packages come from.
lock: $(BIN)/python  ## renew requirements/*.txt from pyproject.toml
	$(PIP) install "uv>=0.9"
	$(call lock-file,requirements/run.txt,--group build)
	$(call lock-file,requirements/test.txt,--group build --group test --constraint requirements/run.txt)

lock-file = $(BIN)/uv pip compile pyproject.toml $(2) --quiet --upgrade --universal --python-version 3.11 \
	--fork-strategy fewest --generate-hashes --no-header --no-config --output-file $(1)

clean:  ## remove the environment, caches and builds; corpus and outputs stay
	rm -rf $(VENV) build dist .pytest_cache .hypothesis .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "qualcode needs Python 3.11 or later, and $(PYTHON) is $$($(PYTHON) --version 2>&1)." >&2; \
		echo "Name a newer one: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

# The project itself, so that an edit of src/ counts at once; what builds it is in the lock too.
install-project = $(PIP) install --no-deps --no-build-isolation --editable .

$(VENV)/.ready: requirements/run.txt pyproject.toml | $(BIN)/python
	@echo "Installing requirements/run.txt into $(VENV) (a minute or two) ..."
	@$(PIP) install --require-hashes --requirement requirements/run.txt
	@$(install-project)
	@touch $@

# The test lock holds all of the other one.
$(VENV)/.ready-test: requirements/test.txt requirements/run.txt pyproject.toml | $(BIN)/python
	@echo "Installing requirements/test.txt into $(VENV) (a minute or two) ..."
	@$(PIP) install --require-hashes --requirement requirements/test.txt
	@$(install-project)
	@touch $(VENV)/.ready $@
