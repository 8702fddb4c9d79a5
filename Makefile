# The tasks of this project. `make` lists them. They need Python 3.11 or newer, make and git.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
CATALOGUE := $(BIN)/catalogue
MESSAGES := generator/translation/languages

.DEFAULT_GOAL := help
.PHONY: help site serve install install-dev test check explore check-data lint golden messages truth twins bench bench-search bench-site wheel lock clean

help: ## list these tasks
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

site: $(VENV)/.installed ## install the requirements and build the website in site/
	$(CATALOGUE) site

serve: $(VENV)/.installed ## serve the website on 127.0.0.1:8000 and reload pages that change
	$(CATALOGUE) serve

install: $(VENV)/.installed ## install what building the website needs

install-dev: $(VENV)/.installed-dev ## install what developing the program needs

test: $(VENV)/.installed-dev ## run all tests, including those in a browser
	@$(BIN)/python -m tests.chromium
	$(BIN)/python -m pytest -q -n auto --dist worksteal

check: $(VENV)/.installed-dev ## run the quick tests, in about 25 seconds
	HYPOTHESIS_PROFILE=quick $(BIN)/python -m pytest -q -n 2 --dist worksteal -m "not slow" --ignore=tests/browser

explore: $(VENV)/.installed-dev ## look for failing examples of properties: others each time, 20 times as many
	HYPOTHESIS_PROFILE=explore $(BIN)/python -m pytest -q -n auto --dist worksteal -m hypothesis

check-data: $(VENV)/.installed-dev ## run the tests of the data in this repository
	HYPOTHESIS_PROFILE=quick $(BIN)/python -m pytest -q -n auto -m "shipped and not slow"

lint: $(VENV)/.installed-dev ## check style, types, data, workflows and issue forms
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/check-jsonschema --quiet --builtin-schema vendor.github-workflows .github/workflows/*.yml
	$(BIN)/check-jsonschema --quiet --builtin-schema vendor.dependabot .github/dependabot.yml
	$(BIN)/check-jsonschema --quiet --builtin-schema vendor.github-issue-forms .github/ISSUE_TEMPLATE/*-*.yml
	$(BIN)/check-jsonschema --quiet --builtin-schema vendor.github-issue-config .github/ISSUE_TEMPLATE/config.yml
	$(BIN)/zizmor --offline --strict-collection --no-progress --quiet --persona pedantic .github/
	$(CATALOGUE) lint

golden: $(VENV)/.installed-dev ## rewrite the expected pages and messages, and what docs/project quotes
	$(BIN)/python -m pytest -q tests/publish/test_golden.py tests/curation/test_read.py tests/test_documents.py --golden
	@git --no-pager diff --stat -- tests/data/golden tests/data/curation docs/project

messages: $(VENV)/.installed ## collect the words of the site that translators need
	$(BIN)/pybabel --quiet extract --mapping-file=pyproject.toml --add-location=file --sort-by-file \
		--omit-header --width=110 --output-file=$(MESSAGES)/messages.pot .

truth: $(VENV)/.installed-dev ## evaluate what pages say against labels that people gave (PARTS="topics")
	@$(BIN)/python -m tests.truth $(PARTS)

twins: $(VENV)/.installed-dev ## compare the site with what ProperDocs and Zensical build, with pictures
	@$(BIN)/python -m tests.twins

bench: $(VENV)/.installed-dev ## measure the figures of docs/project/benchmarks.md
	$(BIN)/python -m tests.bench $(CORPUS)
	$(BIN)/python -m tests.lighthouse

bench-search: $(VENV)/.installed-dev ## measure the size, speed and accuracy of the search
	$(BIN)/python -m tests.bench_search $(CORPUS)

bench-site: $(VENV)/.installed-dev ## compare building the website with MkDocs and Hugo (HUGO=COMMAND)
	$(BIN)/python -m tests.bench_site $(CORPUS)

wheel: $(VENV)/.installed ## build the package in dist/
	rm -rf build dist
	SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct) $(BIN)/python -m pip wheel --quiet --no-deps --no-build-isolation --no-index --wheel-dir dist .

lock: ## pin the newest allowed versions of all packages with hashes (needs uv)
	for name in requirements requirements-build requirements-dev; do \
		uv pip compile --upgrade --quiet --generate-hashes --universal --no-header --python-version 3.11 $$name.in -o $$name.txt || exit; \
	done

clean: ## remove everything that was generated or installed
	git clean -dfXq -- docs site '.site-*' .cache build dist '*.egg-info' $(VENV)

$(VENV)/.installed: requirements.txt requirements-build.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
		{ echo "Python 3.11 or newer is needed; '$(PYTHON)' is $$($(PYTHON) --version 2>&1). Name another one: make PYTHON=python3.12 site" >&2; exit 2; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo "The venv module of Python is needed. On Debian and Ubuntu: sudo apt install python3-venv" >&2; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) --require-hashes -r requirements.txt -r requirements-build.txt
	$(PIP) --no-deps --no-build-isolation --no-index --editable .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.txt
	$(PIP) --require-hashes -r requirements-dev.txt
	@touch $@
