# Two commands do everything: `make demo` and `make test`. Both set up what they need.

PYTHON := .venv/bin/python
BIN    := .venv/bin
SIZE   ?= 20000
DEMO   ?= demo
SIZES  ?= 100000 1000000

.PHONY: demo test setup check docs lock benchmark clean

demo: setup  ## Make a synthetic CA, audit it, open the report where there is a browser
	rm -rf $(DEMO)
	$(BIN)/mingzheng sample $(DEMO) --certificates $(SIZE) --seed 7 --as-of 2026-06-30
	sh scripts/accept 0,1,4 $(BIN)/mingzheng audit $(DEMO)/evidence -o $(DEMO)/result --as-of 2026-06-30 --open

test: setup check  ## Everything CI runs
	$(PYTHON) -m pytest -n auto --dist loadfile

check: setup  ## What can be seen without running: style, types, the direction of imports
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports

setup: .venv/ready  ## The virtual environment and, as root on Debian, the packages tests use

.venv/ready: requirements.txt pyproject.toml scripts/setup
	sh scripts/setup
	touch .venv/ready

docs: setup  ## Write the pages that follow from the code anew
	$(PYTHON) scripts/document.py
	$(PYTHON) tests/law/test_docs.py

lock:  ## Pin every dependency with its hashes
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --quiet -o requirements.txt \
		--custom-compile-command "make lock"

benchmark: setup  ## Ratios against named peers, see docs/performance.md
	$(PYTHON) benchmarks/run.py --sizes $(SIZES)

clean:  ## Forget what was built
	rm -rf .venv $(DEMO) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
