PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
# Browser tests wait for pages at times, so two tests share a core.
WORKERS ?= $(shell expr 2 '*' $$(nproc))
# How large the synthetic state is that `make bench` measures; a state has a million edges.
EDGES ?= 250000
# The county whose streets the first start adds in the background: Kenosha County, Wisconsin.
COUNTY ?= 55059

.DEFAULT_GOAL := help
.PHONY: help run test check bench words screenshots clean

help: ## Say what there is to make
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

run: $(VENV)/installed ## Install what is needed, then serve the newsroom on http://127.0.0.1:8000
	@exec $(PY) -m mapapp serve --streets $(COUNTY)

test: check ## Run every test, browser tests included
	@$(PY) -m tests.browser.chromium
	$(PY) -m pytest --numprocesses $(WORKERS) --dist worksteal

check: $(VENV)/installed-tests ## Check style and types
	$(VENV)/bin/ruff format --check --quiet mapapp tests
	$(VENV)/bin/ruff check --quiet mapapp tests
	$(VENV)/bin/mypy

bench: $(VENV)/installed-tests ## Measure speed and size, as ratios within one run
	@$(PY) -m tests.bench --edges $(EDGES)

words: $(VENV)/installed-tests ## Bring the catalogs of translations up to date with what pages and scripts say
	@$(PY) -m tests.words

screenshots: $(VENV)/installed-tests ## Take the pictures in docs/screenshots anew
	@$(PY) -m tests.screenshots

clean: ## Remove the virtual environment and every cache
	rm -rf $(VENV) .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/installed: requirements.txt $(VENV)/bin/pip
	$(PY) -m pip install --quiet --disable-pip-version-check --requirement requirements.txt
	@touch $@

$(VENV)/installed-tests: tests/requirements.txt $(VENV)/installed
	$(PY) -m pip install --quiet --disable-pip-version-check --requirement tests/requirements.txt
	@touch $@

# Debian's Python leaves venv's installer to a package of its own.
$(VENV)/bin/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "mapapp needs Python 3.11 or newer; name one with: make PYTHON=python3.12"; exit 1; }
	@rm -rf $(VENV)
	@$(PYTHON) -m venv $(VENV) >/dev/null 2>&1 \
		|| { echo "Installing Debian's python3-venv…"; \
		     root="$$([ $$(id -u) = 0 ] || echo sudo -n)"; \
		     $$root apt-get update -qq && $$root apt-get install -y -qq python3-venv >/dev/null \
		     && rm -rf $(VENV) && $(PYTHON) -m venv $(VENV); } \
		|| { rm -rf $(VENV); echo "This Python cannot make a virtual environment. Run: sudo apt install python3-venv"; exit 1; }
