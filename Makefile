# Everything here can be run again: what is done already is not done twice.
#   make demo   install, fetch the default model, run the quickstart      make test   every check
#   make lab    open the quickstart in JupyterLab                         make lint   format, lint, types
#   make quick  lint, and the tests that need no model, kernel or browser
#   make clean  remove what was built (models stay in the user's cache)

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PINS := install/constraints.txt
SHARED := install/kernelspec install/jupyter_server_config.d widgets/dist
SOURCES := pyproject.toml $(PINS) $(shell find $(SHARED) -type f)
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check --constraint $(PINS)

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: demo lab test quick lint browser frontend clean

demo: $(VENV)/.lab
	$(BIN)/husky models pull --yes
	$(BIN)/python examples/run_demo.py
	@echo && echo "Now open it in JupyterLab:  make lab"

lab: $(VENV)/.lab
	$(BIN)/husky lab --dir build

# Two files of tests at a time, with a thread each to compute: threads of two processes on two cores wait for each other.
test: $(VENV)/.all browser lint frontend
	GOMP_SPINCOUNT=1000 OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n 2 --dist loadfile

# What a change of a few lines should pass before it is committed; `make test` is what counts.
QUICK := tests/test_*.py tests/agent tests/modules tests/context tests/sight tests/kinds tests/tidy tests/display
quick: lint
	$(BIN)/python -m pytest -q -n 2 -m "not model and not browser and not slow" $(QUICK)

lint: $(VENV)/.all
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# The committed bundle must be what the sources give.
frontend:
	@if command -v npm >/dev/null; then \
	  cd widgets && npm ci --no-audit --no-fund && npm run check && npm test && npm run build && git diff --exit-code dist; \
	else \
	  echo "!! NOT CHECKED: npm is not installed, so the front end was neither tested nor rebuilt."; \
	fi

browser:
	@if command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium; \
	else \
	  echo "!! NOT TESTED: there is no Chromium, so the browser tests are skipped. Install it to run them."; \
	fi

$(VENV)/.python:
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.lab: $(VENV)/.python $(SOURCES)
	@echo "Installing into $(VENV), a minute or two ..."
	@$(PIP) --editable '.[lab]'
	@touch $@

$(VENV)/.all: $(VENV)/.python $(SOURCES)
	@echo "Installing everything into $(VENV), some minutes ..."
	@$(PIP) --editable '.[lab,torch,web,dev]'
	@touch $@ $(VENV)/.lab

clean:
	rm -rf $(VENV) build dist widgets/node_modules .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
