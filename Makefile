# Two commands matter: `make demo` and `make test`. Everything else they need, they do.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := 0.9.7
PORT ?= 8000
# Compiled sources are kept: else every command that a test runs compiles all that it imports, three seconds more.
PYTEST := env -u PYTHONDONTWRITEBYTECODE PYTHONPYCACHEPREFIX=$(CURDIR)/$(VENV)/pycache $(BIN)/pytest -n 2 --dist worksteal
STAMP := $(VENV)/.maillage-ready
CHROMIUM := $(shell command -v chromium 2>/dev/null)

.PHONY: setup run demo fmt lint types test check docs lock chromium

setup: $(STAMP)

$(VENV)/bin/uv:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Maillage demande Python 3.11 ou plus récent.")'
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check "uv==$(UV)"

$(STAMP): requirements-dev.txt pyproject.toml $(VENV)/bin/uv $(wildcard src/maillage/locale/*/LC_MESSAGES/*.po)
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements-dev.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --editable .
	@$(BIN)/pybabel --quiet compile -d src/maillage/locale -D django
	@touch $@
	@echo "Environnement prêt : $(VENV)"

chromium:
ifeq ($(CHROMIUM),)
	@if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  echo "Installation de Chromium (Debian)..."; \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; \
	else echo "Chromium manque : lancez « sudo apt-get install chromium », puis recommencez." >&2; exit 1; fi
endif

run: setup
	$(BIN)/maillage migrate
	$(BIN)/maillage serve --port $(PORT)

demo: setup
	MAILLAGE_DEMO=1 MAILLAGE_HOME=$${MAILLAGE_HOME:-$(CURDIR)/.maillage/demo} $(BIN)/maillage demo --port $(PORT)

fmt: setup
	$(BIN)/ruff format src tests benchmarks
	$(BIN)/ruff check --fix src tests benchmarks
	$(BIN)/djlint --reformat --quiet src

lint: setup
	$(BIN)/ruff format --check src tests benchmarks
	$(BIN)/ruff check src tests benchmarks
	$(BIN)/djlint --lint --quiet src
	$(BIN)/lint-imports

types: setup
	$(BIN)/mypy src/maillage

check: lint types

# The records on a real PostgreSQL first, then the browser, then everything else on SQLite: pytest has the last line.
test: setup chromium
	MAILLAGE_TEST_DATABASE=postgresql $(PYTEST) -m "not browser and not slow" tests/audit tests/institutions tests/bodies tests/accounts tests/territory tests/datasets tests/diagnosis tests/contracts tests/funding tests/observatory tests/portal
	MAILLAGE_TEST_DATABASE=postgresql $(PYTEST) -m journey tests/journeys/test_journey_meet.py tests/journeys/test_journey_fund.py
	$(PYTEST) -m browser
	$(PYTEST) -m "not browser"

docs: setup
	MAILLAGE_WRITE_IMAGES=1 $(BIN)/pytest -q -m browser tests/journeys/test_screenshots.py

lock:
	$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --extra dev pyproject.toml -o requirements-dev.txt
