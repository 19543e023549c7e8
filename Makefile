# Regesta: `make demo` shows the main job, `make test` passes the tests; both install what they need into .venv.
PYTHON ?= python3
BIN := .venv/bin
RECORD := demo/sample.duckdb

.PHONY: demo test check bench format docs clean

.venv/ready: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --upgrade pip
	$(BIN)/pip install --quiet --editable ".[dev]"
	touch $@

demo: .venv/ready      ## Code the sample reports; print the timeline, the statements and the positions
	@mkdir -p demo && rm -f $(RECORD)*
	-$(BIN)/regesta add regesta/samples/reports --record $(RECORD)
	@echo && echo "== What happened ==" && $(BIN)/regesta timeline --record $(RECORD)
	@echo && echo "== Who said what ==" && $(BIN)/regesta statements --record $(RECORD)
	@echo && echo "== What each party wants ==" && $(BIN)/regesta positions --record $(RECORD)
	@echo && $(BIN)/regesta check --record $(RECORD)
	@echo "The record is $(RECORD). Next: $(BIN)/regesta add my-reports/ --record desk.duckdb"

test: .venv/ready      ## The tests: quick, no network
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n 2

check: .venv/ready     ## Format, lint, types, layers, docs, quality floors
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest tests/test_layers.py tests/test_docs.py
	$(BIN)/python -m evaluation.gate

bench: .venv/ready     ## Words a second, beside the bare spaCy parse of the same texts
	OMP_NUM_THREADS=1 $(BIN)/python -m evaluation.speed

format: .venv/ready
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: .venv/ready      ## Write docs/reference from the code
	$(BIN)/python docs/make_reference.py

clean:
	rm -rf .venv demo
