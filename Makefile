# `make run` shows the main job, `make quick` is for before a commit, `make test` runs every check. All set up what they need.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test quick lint setup clean

run: $(VENV)/.installed
	$(BIN)/nova-ls demo fixtures/pantry

test: lint
	$(BIN)/pytest -n auto --dist worksteal

lint: $(VENV)/.installed-test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/mypy --config-file nova_ls/stdlib/mypy.ini $(shell find nova_ls/stdlib -name '*.py')
	$(BIN)/lint-imports --no-logo
	$(BIN)/vulture

# What one runs before a commit: all checks that need no run, and the tests of the language and the memory, but for the slow ones.
QUICK := $(addprefix tests/,base engine syntax names types diagnostics registry store log features compiler workspace maintenance)

quick: lint
	$(BIN)/pytest -n auto --dist worksteal -m "not slow" $(QUICK)

setup: $(VENV)/.installed-test

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	-$(BIN)/nova-ls prepare
	touch $@

$(VENV)/.installed-test: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[test]"
	-$(BIN)/nova-ls prepare
	touch $@ $(VENV)/.installed

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
