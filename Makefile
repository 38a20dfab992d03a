# Every target is one line of work; anything longer is a script. `make` alone shows this list.
PYTHON ?= python3
BIN := .venv/bin
.DEFAULT_GOAL := help
.PHONY: help setup demo run test check lock browser beelden bench clean

help:             ## this list
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 12

.venv/.main: requirements/main.txt pyproject.toml
	@$(PYTHON) scripts/setup.py main

.venv/.dev: requirements/dev.txt pyproject.toml
	@$(PYTHON) scripts/setup.py dev

.venv/.bench: requirements/bench.txt pyproject.toml
	@$(PYTHON) scripts/setup.py bench

setup: .venv/.dev ## everything for working on it: .venv with tools

demo: .venv/.main ## replay January 2022 with invented people and open the portal on 127.0.0.1:8000
	@$(BIN)/inburgering demo

run: .venv/.main  ## open the portal on what is there
	@$(BIN)/inburgering serve

test: .venv/.dev  ## format, lint, types, direction, house rules and all tests
	@$(BIN)/python scripts/test.py

check: .venv/.dev ## the quick part of `test`: everything but the tests
	@$(BIN)/python scripts/test.py --alleen-controles

beelden: .venv/.dev ## take the documentation's pictures of the portal again
	@INBURGERING_BEELDEN=1 $(BIN)/python scripts/test.py --alleen tests/browser

bench: .venv/.bench ## measure ratios on this machine
	@$(BIN)/python -m bench

lock: .venv/.dev  ## compile the hashed requirements
	@$(BIN)/python scripts/lock.py

clean:            ## stop the embedded PostgreSQL and remove what was made
	@$(PYTHON) scripts/clean.py
