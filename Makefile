# Every command of this course. `make help` lists them; each sets up what it needs in .venv first.
PYTHON ?= python3
PORT ?= 8888
ARGS ?=
# Number of processes that run the tests in parallel.
JOBS ?= 3
# TORCH=1 also tests against PyTorch.
TORCH ?=

ifeq ($(OS),Windows_NT)
BIN := .venv/Scripts
else
BIN := .venv/bin
endif
PIP := $(BIN)/python -m pip install --quiet
TEST := .venv/$(if $(filter 1,$(TORCH)),torch,test).stamp

# Where the site's Python comes from: Pyodide's public address, or PYODIDE=folder for a site that asks no other host.
PYODIDE ?=
# For a class that has not come further: the site without later lessons. UNTIL=03
UNTIL ?=
# PDF=1 also prints the book; this needs Chromium.
PDF ?=

.PHONY: help lab grade-lab test check lint types format build grade student-kit site site-serve bench matrix coverage clean system
.DEFAULT_GOAL := help

help:  ## list these commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

lab: .venv/lab.stamp  ## open the course in JupyterLab (PORT=8888, ARGS="--no-browser")
	$(BIN)/jupyter lab --notebook-dir=notebooks --LabApp.default_url=/lab/tree/start_here.ipynb --LabApp.app_settings_dir=lessons/jupyterlab --port=$(PORT) $(ARGS)

grade-lab: .venv/test.stamp  ## open JupyterLab with nbgrader's formgrader, for instructors (PORT=8888)
	$(BIN)/jupyter lab --port=$(PORT) $(ARGS)

test: $(TEST) .venv/site.stamp system lint types  ## run all tests (TORCH=1 with PyTorch, JOBS=3, ARGS="-k judge")
	@$(BIN)/python -c "import importlib.util as u; u.find_spec('torch') or print('PyTorch is not installed: layers, \
	optimizers and a training run are not compared with it. make test TORCH=1 installs it.')"
	$(BIN)/python -m pytest -n $(JOBS) -rs $(ARGS)

check: .venv/test.stamp lint types  ## check style and types, run the unit tests: less than a minute (ARGS="-k shapes")
	$(BIN)/python -m pytest -n 2 -q -m "not slow" tests $(ARGS)

lint: .venv/test.stamp  ## check the style of the code
	$(BIN)/ruff format --check
	$(BIN)/ruff check

types: .venv/test.stamp  ## check the types of convlib and grading
	$(BIN)/mypy

format: .venv/test.stamp  ## format the code, and fix what ruff can
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

build: .venv/test.stamp  ## build solutions/ and notebooks/ from lessons/ and convlib/ (ARGS="--force")
	$(BIN)/python -m grading build $(ARGS)

grade: .venv/test.stamp system  ## grade the demo class and print the class table
	$(BIN)/python -m grading grade --demo $(ARGS)

student-kit: .venv/test.stamp  ## write the student kit, a zip (ARGS="--until 03" for a class that has not come further)
	$(BIN)/python -m grading kit $(ARGS)

site: .venv/site.stamp  ## build the book and the course in a browser, in site/_build (PYODIDE=folder, UNTIL=03, PDF=1)
	$(BIN)/python -m grading site $(if $(PYODIDE),--pyodide $(PYODIDE)) $(if $(UNTIL),--until $(UNTIL)) $(if $(PDF),--pdf)

site-serve: site  ## show the site (PORT=8888)
	$(BIN)/python -m http.server --bind 127.0.0.1 --directory site/_build $(PORT)

bench: .venv/bench.stamp  ## run all benchmarks, against PyTorch (ARGS="speed --rounds 3")
	$(BIN)/python -m benchmarks $(ARGS)

matrix: .venv/test.stamp system  ## test with the oldest and the newest package versions (ARGS="--session oldest")
	$(BIN)/nox $(ARGS)

coverage: .venv/test.stamp system  ## print each package's test coverage (ARGS="-m 'not slow'" for a rough idea)
	$(BIN)/python -m pytest -n $(JOBS) -q --cov --cov-report= tests $(ARGS)
	@for package in convlib convlib/*/ grading grading/*/; do case $$package in *__pycache__*) ;; *) \
	    printf '%-22s %5s %%\n' $$package $$($(BIN)/coverage report --format=total --include="$${package%/}/*");; esac; done

clean:  ## remove what these commands created, except notebooks
	rm -rf .venv .demo .nox .coverage .pytest_cache .hypothesis .mypy_cache .ruff_cache build *.egg-info

# Installs Debian's bubblewrap and chromium where it has permission; elsewhere it says what is missing.
system:
	@sh tests/system_packages.sh

.venv/lab.stamp: pyproject.toml
	@echo "Installing NumPy, Matplotlib, JupyterLab and nbgrader into .venv: 115 MB to download, about a minute."
	@$(PYTHON) -m venv .venv
	@$(PIP) --upgrade pip
	@$(PIP) --editable ".[course]"
	@touch $@

.venv/test.stamp: .venv/lab.stamp
	@echo "Installing what builds, grades and tests the course into .venv: another 120 MB, less than a minute."
	@$(PIP) --editable ".[dev]"
	@touch $@

.venv/torch.stamp: .venv/test.stamp
	@echo "Installing PyTorch into .venv: several gigabytes on Linux, 200 MB elsewhere. This takes a few minutes."
	@$(PIP) --editable ".[torch]"
	@touch $@

# In an environment of its own: JupyterLite needs older versions of JupyterLab's parts, and nbgrader's would break it.
.venv/site.stamp: site/requirements.txt .venv/test.stamp
	@echo "Installing JupyterLite and Sphinx into .venv/site: 80 MB to download, about a minute."
	@$(PYTHON) -m venv .venv/site
	@.venv/site/$(notdir $(BIN))/python -m pip install --quiet --requirement site/requirements.txt
	@touch $@

.venv/bench.stamp: .venv/torch.stamp
	@echo "Installing the packages that the benchmarks compare with into .venv: another 2 MB."
	@$(PIP) --editable ".[bench]"
	@touch $@
