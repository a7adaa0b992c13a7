# Everything a developer runs. Each target makes what it needs; needs only Python 3.11, git, make.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: demo test check bench format page languages

demo: $(VENV)/.run
	@exec $(BIN)/python manage.py demo $(if $(FRESH),--fresh,)

test: $(VENV)/.test
	@$(BIN)/python -m tests.run

check: $(VENV)/.check
	@$(BIN)/python -m tests.architecture.check

bench: $(VENV)/.test
	@$(BIN)/python -m benchmarks.run $(BENCH)

format: $(VENV)/.check
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix . && $(BIN)/djlint --reformat --quiet .

page: $(VENV)/.check
	@$(BIN)/python -m tests.architecture.check page

languages: $(VENV)/.run
	@$(BIN)/python manage.py languages

$(VENV)/bin/python:
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 is missing."; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.run: $(VENV)/bin/python requirements.txt
	@$(PIP) -r requirements.txt && touch $@

$(VENV)/.check: $(VENV)/.run requirements-check.txt
	@$(PIP) -r requirements-check.txt && touch $@

$(VENV)/.test: $(VENV)/.check requirements-test.txt
	@$(PIP) -r requirements-test.txt && touch $@
