# `make run` shows the main job, `make quick` is for before a commit, `make test` runs every check, `make test-editors` tells stories to real editors;
# `make dist`, `make vsix` and `make docs` build what is given to people. All set up what they need; what is downloaded for the editors goes to the user's cache folder.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

CORES := $(shell $(PYTHON) -c "import os; print(os.cpu_count() or 1)")
# Half of the time a test waits for processes that it has started.
WORKERS ?= $(shell expr 2 \* $(CORES))

CACHE ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)
NOVA_EDITORS ?= $(CACHE)/nova-ls-editors

.PHONY: run test tests quick quick-tests lint setup clean test-editors editors stories vsix dist docs

run: $(VENV)/.installed
	$(BIN)/nova-ls demo fixtures/pantry

# Checks that need no run go beside the tests: they keep one core busy, and tests wait for each other at the end.
test: $(VENV)/.installed-test
	$(MAKE) -j2 lint tests

tests:
	$(BIN)/pytest -n $(WORKERS) --dist worksteal

lint: $(VENV)/.installed-test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/mypy --config-file nova_ls/stdlib/mypy.ini $(shell find nova_ls/stdlib -name '*.py')
	$(BIN)/lint-imports --no-logo
	$(BIN)/vulture

# Before a commit: lint, and the tests of these folders that are not marked slow. They start no server (pytest-lsp is for those of tests/server) and
# hardly any process, so that there are as many workers as cores. Laws are tried with a quarter of their examples.
QUICK := tests/test_limits.py $(addprefix tests/,base engine syntax names types diagnostics registry store log features compiler workspace maintenance)

quick: $(VENV)/.installed-test
	$(MAKE) -j2 lint quick-tests

quick-tests:
	NOVA_QUICK=1 $(BIN)/pytest -n $(CORES) --dist worksteal -p no:pytest-lsp -m "not slow" $(QUICK)

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

# The stories of tests/editors, told to Neovim 0.7 and 0.12, Emacs 28 and 30, and VS Code.
test-editors: $(VENV)/.installed-test editors vsix
	$(MAKE) stories

editors:
	editors/get-editors.sh "$(NOVA_EDITORS)"

# With the editors that are there; the stories of others are skipped. `STORIES=--last-failed` tells only those that failed.
stories:
	NOVA_EDITORS="$(NOVA_EDITORS)" NOVA_VSIX="$(CURDIR)/editors/vscode/nova-ls.vsix" $(BIN)/pytest -n 2 -rs $(STORIES) tests/editors

# sdist and wheel, the same bytes from the same sources.
dist: $(VENV)/.installed-test
	rm -rf dist
	SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct 2>/dev/null || echo 1735689600) $(BIN)/python -m hatchling build -d dist

# The extension, with the wheel in it that it offers to install.
vsix: dist
	rm -rf editors/vscode/server && mkdir editors/vscode/server
	cp dist/*.whl editors/vscode/server/
	cd editors/vscode && npm ci --no-audit --no-fund --loglevel=error && npm run --silent build && npm run --silent package

# The site, in build/site.
docs: $(VENV)/.installed-docs
	$(BIN)/mkdocs build --strict --quiet

$(VENV)/.installed-docs: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[docs]"
	touch $@

clean:
	rm -rf $(VENV) dist build editors/vscode/server editors/vscode/node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis
