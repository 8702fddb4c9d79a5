# The catalogue's tasks; `make` alone lists them. Needs python3 >= 3.11, make and git.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CATALOGUE := $(BIN)/python -m generator

.DEFAULT_GOAL := help
.PHONY: help site serve install install-dev lint check test golden bench bench-search bench-site lock clean

help: ## list these tasks
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

site: $(VENV)/.installed ## install what is needed and build the website in site/
	$(CATALOGUE) site

serve: $(VENV)/.installed ## show the website on 127.0.0.1:8000 and rebuild it on every change
	$(CATALOGUE) serve

install: $(VENV)/.installed ## install what building needs, and do no more

install-dev: $(VENV)/.installed-dev ## install what working on the project needs, and do no more

test: $(VENV)/.installed-dev ## run all tests, the browser's included
	@$(BIN)/python -m tests.chromium
	$(BIN)/python -m pytest -q -n auto --dist worksteal

check: $(VENV)/.installed-dev ## run the quick tests, in about 20 seconds
	HYPOTHESIS_PROFILE=quick $(BIN)/python -m pytest -q -n 2 -m "not slow"

lint: $(VENV)/.installed-dev ## check style, types, data, workflows and forms
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/check-jsonschema --quiet --builtin-schema vendor.github-workflows .github/workflows/*.yml
	$(BIN)/check-jsonschema --quiet --builtin-schema vendor.dependabot .github/dependabot.yml
	$(BIN)/check-jsonschema --quiet --builtin-schema vendor.github-issue-forms .github/ISSUE_TEMPLATE/*-*.yml
	$(BIN)/check-jsonschema --quiet --builtin-schema vendor.github-issue-config .github/ISSUE_TEMPLATE/config.yml
	$(BIN)/zizmor --offline --strict-collection --no-progress --quiet --persona pedantic .github/
	$(CATALOGUE) lint

golden: $(VENV)/.installed-dev ## write the expected pages of the toy catalogue anew
	$(BIN)/python -m pytest -q tests/publish/test_golden.py tests/curation/test_read.py --golden
	@git --no-pager diff --stat -- tests/data/golden tests/data/curation

bench: $(VENV)/.installed-dev ## measure what docs/project/benchmarks.md reports
	$(BIN)/python -m tests.bench $(CORPUS)
	$(BIN)/python -m tests.lighthouse

bench-search: $(VENV)/.installed-dev ## measure the search: sizes, times, and how often it finds
	$(BIN)/python -m tests.bench_search $(CORPUS)

bench-site: $(VENV)/.installed-dev ## measure the step from Markdown to website, beside MkDocs and Hugo (HUGO=COMMAND)
	$(BIN)/python -m tests.bench_site $(CORPUS)

lock: ## pin the newest allowed versions of all packages, with hashes (needs uv)
	uv pip compile --upgrade --quiet --generate-hashes --universal --no-header --python-version 3.11 requirements.in -o requirements.txt
	uv pip compile --upgrade --quiet --generate-hashes --universal --no-header --python-version 3.11 requirements-dev.in -o requirements-dev.txt

clean: ## remove what was built and installed
	rm -rf $(VENV) site .site-new .cache docs/*.md docs/papers docs/topics docs/authors docs/venues docs/years docs/lists docs/search

$(VENV)/.installed: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
		{ echo "This needs Python 3.11 or newer; $$($(PYTHON) --version 2>&1) is what '$(PYTHON)' is. Set another with: make PYTHON=python3.12 site" >&2; exit 2; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo "This needs Python's venv module. On Debian and Ubuntu: sudo apt install python3-venv" >&2; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@
