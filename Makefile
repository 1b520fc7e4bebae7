# Every command of this course. `make help` lists them; each sets up what it needs in .venv first.
PYTHON ?= python3
PORT ?= 8888
ARGS ?=
# Processes that run the tests side by side.
JOBS ?= 3

ifeq ($(OS),Windows_NT)
BIN := .venv/Scripts
else
BIN := .venv/bin
endif

.PHONY: help lab build test grade student-kit bench lint clean system
.DEFAULT_GOAL := help

help:  ## list these commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

lab: .venv/lab.stamp  ## open the course in JupyterLab (PORT=8888, ARGS="--no-browser")
	$(BIN)/jupyter lab --notebook-dir=notebooks --LabApp.default_url=/lab/tree/start_here.ipynb --port=$(PORT) $(ARGS)

build: .venv/test.stamp  ## build solutions/ and notebooks/ from lessons/ and convlib/ (ARGS="--force")
	$(BIN)/python -m grading build $(ARGS)

test: .venv/test.stamp system  ## set up everything and pass all tests (ARGS="-k judge")
	$(BIN)/ruff check
	CONVLIB_STATIC=1 $(BIN)/python -m pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder --nbval --nbval-current-env \
	    --nbval-cell-timeout=180 tests solutions $(ARGS)

grade: .venv/test.stamp system  ## grade the demo class and print the class table
	$(BIN)/python -m grading grade --demo $(ARGS)

student-kit: .venv/test.stamp  ## write the student kit, a zip without any solution
	$(BIN)/python -m grading kit

bench: .venv/bench.stamp  ## measure how quick everything is, beside PyTorch (ARGS="speed --rounds 3")
	$(BIN)/python -m benchmarks $(ARGS)

lint: .venv/test.stamp  ## check the style of the code
	$(BIN)/ruff check

clean:  ## remove what these commands made, but no notebook
	rm -rf .venv .demo .pytest_cache .hypothesis .ruff_cache *.egg-info

# Debian's bubblewrap and chromium, where they may be installed; elsewhere it says what is missing.
system:
	@sh tests/system_packages.sh

# JupyterLab asks no student about news or updates.
.venv/lab.stamp: pyproject.toml lessons/jupyterlab.json
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable .
	@mkdir -p .venv/share/jupyter/lab/settings
	@cp lessons/jupyterlab.json .venv/share/jupyter/lab/settings/overrides.json
	@touch $@

.venv/test.stamp: .venv/lab.stamp
	$(BIN)/python -m pip install --quiet --editable ".[test]"
	@touch $@

.venv/bench.stamp: .venv/test.stamp
	$(BIN)/python -m pip install --quiet --editable ".[bench]"
	@touch $@
