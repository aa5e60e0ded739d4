# Two commands to know: `make report` and `make test`. Each sets up .venv when it must.
PYTHON ?= python3
VENV := .venv
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif
READY := $(VENV)/.ready
READY_TO_TEST := $(VENV)/.ready-to-test
READY_TO_BENCH := $(VENV)/.ready-to-bench

COMPILE := --universal --python-version 3.11 --no-emit-index-url --no-header --no-annotate --quiet

.PHONY: report test lab lint check bench requirements clean
.DEFAULT_GOAL := report

report: $(READY)            ## run the newest quarter and print where its index.html is
	@$(BIN)/best-start run

test: $(READY_TO_TEST)      ## run the whole test suite
	@$(BIN)/python -m pytest

lab: $(READY)               ## open JupyterLab on the notebooks
	@$(BIN)/jupyter lab notebooks

check: $(READY)             ## validate data and parameters, run nothing
	@$(BIN)/best-start check

lint: $(READY_TO_TEST)      ## ruff over package, tests and notebooks
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .

bench: $(READY_TO_BENCH)    ## time calculations, papers, engine and charts beside other packages; prints ratios of one run
	@for file in rates inequality control_charts papers engine charts; do $(BIN)/python bench/$$file.py || exit 1; done
	@if [ -d ../shared/data ]; then $(BIN)/python bench/authorities.py ../shared/data; \
	  else echo "bench/authorities.py FOLDER times every authority; it takes the published files."; fi

requirements: $(READY_TO_TEST) ## compile both requirements files from pyproject.toml, without index addresses
	@$(BIN)/uv pip compile pyproject.toml $(COMPILE) --output-file requirements.txt
	@$(BIN)/uv pip compile pyproject.toml --extra dev --extra cluster --constraint requirements.txt $(COMPILE) \
	  --output-file requirements-dev.txt

$(READY): requirements.txt pyproject.toml
	@$(PYTHON) -c "import sys; v = sys.version_info[:2]; sys.exit(0 if (3, 11) <= v <= (3, 13) else 'Python 3.11, 3.12 or 3.13 is needed and ' + sys.version.split()[0] + ' was found. Name another with: make PYTHON=python3.12 report')"
	@echo "Setting up $(VENV) (a few minutes, once) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@$(PYTHON) -c "open('$(READY)', 'w').close()"

# What tests and linting need comes on top, so that a user's environment stays small.
$(READY_TO_TEST): requirements-dev.txt $(READY)
	@echo "Adding what tests need ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@$(PYTHON) -c "open('$(READY_TO_TEST)', 'w').close()"

$(READY_TO_BENCH): $(READY_TO_TEST)
	@echo "Adding what benchmarks compare with ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check "ploomber-engine>=0.0.33"
	@$(PYTHON) -c "open('$(READY_TO_BENCH)', 'w').close()"

clean:                      ## remove the environment and every report
	@rm -rf $(VENV) reports
