# One word each: make help
.DEFAULT_GOAL := help
.PHONY: help serve test lint format bench measure evaluate clean

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
HOST   ?= 127.0.0.1
PORT   ?= 8000
SIZES  ?= 10000
export POSHUK_DATA ?= var

help: ## Show this help
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

serve: $(VENV)/.ready ## Set up, index the sample corpus, serve it (HOST=127.0.0.1 PORT=8000 POSHUK_DATA=var)
	@test -e "$(POSHUK_DATA)/index/CURRENT" || $(BIN)/poshuk rebuild sample
	@exec $(BIN)/poshuk serve --bind "$(HOST):$(PORT)"

test: $(VENV)/.ready-test ## Set up and run the whole test suite (ARGS="tests/web -k facets", POSHUK_TEST_SIZE=large)
	$(BIN)/python -m pytest $(ARGS)

lint: $(VENV)/.ready-test ## Check style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/.ready-test ## Bring the code into shape
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.ready-bench ## Build and search beside other engines, into docs/benchmarks.md (SIZES=10000,100000 ARGS=--resume)
	$(BIN)/python -m bench.speed --sizes "$(SIZES)" $(ARGS)

measure: $(VENV)/.ready-bench ## Measure detection, morphology, names and extraction on ../shared/data (ARGS="langid names")
	$(BIN)/python -m bench $(ARGS)

evaluate: $(VENV)/.ready-test ## Measure relevance on the judged sets beside Lucene (ARGS="uk_press --floors")
	$(BIN)/python -m bench.relevance $(ARGS)

clean: ## Remove what the other targets made, except the data directory
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis

# The environment is made again when setup.cfg changes.
$(VENV)/.ready: setup.cfg pyproject.toml
	@PYTHON="$(PYTHON)" sh tools/environment.sh $(VENV) .
	@touch $@

$(VENV)/.ready-bench: setup.cfg pyproject.toml
	@PYTHON="$(PYTHON)" sh tools/environment.sh $(VENV) '.[test,bench]'
	@touch $@ $(VENV)/.ready $(VENV)/.ready-test

$(VENV)/.ready-test: setup.cfg pyproject.toml
	@PYTHON="$(PYTHON)" sh tools/environment.sh $(VENV) '.[test]'
	@touch $@ $(VENV)/.ready
