# Two commands for a fresh machine: `make brief` and `make test`. Both make .venv from the lock when it is missing or stale.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: brief test lab bench format messages areas dictionary lock clean

brief: .venv/.brief-ready
	@$(BIN)/ketnap build province-brief

test: .venv/.test-ready
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/pytest -n auto

lab: .venv/.brief-ready
	@$(BIN)/jupyter lab --notebook-dir=notebooks

bench: .venv/.brief-ready
	@$(BIN)/python benchmarks/dataset_scale.py
	@$(BIN)/python benchmarks/builds.py

# The project itself is installed without an index: its build backend is in the lock.
.venv/.brief-ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "ketnap needs Python 3.11 or newer; set PYTHON=python3.11")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-index --no-deps --no-build-isolation -e .
	@touch $@

.venv/.test-ready: requirements-dev.lock .venv/.brief-ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

format: .venv/.test-ready
	@$(BIN)/nbstripout notebooks/*.ipynb
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

# Brings both catalogues of messages into line with the code, and names what has no text yet.
messages: .venv/.brief-ready
	@$(BIN)/python tools/messages.py

# Makes the official part of data/codelists/areas.csv anew.
areas: .venv/.test-ready
	@$(BIN)/python tools/official_areas.py

# Makes the tables of data/README.md anew from the schemas and the code lists.
dictionary: .venv/.brief-ready
	@$(BIN)/python -m analysis.dataset.dictionary

# Writes both locks anew from pyproject.toml, for every platform and every Python from 3.11 on.
lock:
	uv pip compile pyproject.toml requirements-build.in --universal --python-version 3.11 --generate-hashes --no-emit-index-url --quiet --custom-compile-command 'make lock' -o requirements.lock
	uv pip compile pyproject.toml requirements-build.in --extra dev --constraint requirements.lock --universal --python-version 3.11 --generate-hashes --no-emit-index-url --quiet --custom-compile-command 'make lock' -o requirements-dev.lock

clean:
	rm -rf .venv reports/output
