# Two commands for a newcomer: `make` builds manuscript/ into output/, `make test` runs the tests.
# Both first install what they need into .venv. `make help` lists the rest.
#
#   MANUSCRIPT   a folder or a .md file: make MANUSCRIPT="My essay/essay.md"
#   OUTPUT       the folder the editions go to
#   STYLE        the house style; empty: the one the manuscript names
#   EDITIONS     such as "pdf epub"; empty: every edition
#   SECONDS      how long make fuzz runs; FIRST is its first seed
#   PYTHON       makes .venv; 3.11 or newer

MANUSCRIPT = manuscript
OUTPUT     = output
STYLE      =
EDITIONS   =
SECONDS    = 600
FIRST      = 0
PYTHON    ?= python3

BIN       := .venv/bin
INSTALLED := .venv/installed

# One word for the shell, whatever spaces and quotation marks the value has.
quoted     = '$(subst ','\'',$(1))'
manuscript = $(call quoted,$(MANUSCRIPT))
output     = $(call quoted,$(OUTPUT))
style      = $(if $(STYLE),--style $(call quoted,$(STYLE)))
editions   = $(foreach edition,$(EDITIONS),-e $(edition))

.PHONY: build check verify test update-golden lint bench accept fuzz clean help libraries validators verapdf profile

build: $(INSTALLED) profile ## build the editions of MANUSCRIPT into OUTPUT
	$(BIN)/satzspiegel build $(manuscript) -o $(output) $(style) $(editions)

check: $(INSTALLED) ## check the manuscript: notes, typography, links
	$(BIN)/satzspiegel check $(manuscript)

verify: $(INSTALLED) ## compare the finished editions in OUTPUT with the manuscript
	$(BIN)/satzspiegel verify $(manuscript) -o $(output)

# Two files of tests at a time: browsers and Java have processes of their own besides.
test: $(INSTALLED) validators profile ## run the tests
	$(BIN)/python -m pytest -n 2 --dist loadfile

update-golden: $(INSTALLED) ## write the tests' golden files anew; review the diff
	$(BIN)/python -m pytest --update-golden

lint: $(INSTALLED) ## check the code: style, format, types
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

bench: $(INSTALLED) ## measure a build of MANUSCRIPT
	$(BIN)/python -m bench $(manuscript)
	$(BIN)/python -m bench.family $(manuscript)
	$(BIN)/python -m bench.typography $(manuscript)

accept: $(INSTALLED) validators ## put MANUSCRIPT through the acceptance checks
	$(BIN)/python -m bench.acceptance $(manuscript)

fuzz: $(INSTALLED) ## put hostile manuscripts through the program for so many SECONDS
	$(BIN)/python -m bench.fuzz --seconds $(SECONDS) --first $(FIRST)

clean: ## remove everything built and installed: output/, .venv/, caches
	find output -mindepth 1 ! -path output/.gitignore -delete
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache
	find bench pipeline tests tools -name __pycache__ -prune -exec rm -r {} +

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' Makefile

# A changed pyproject.toml means a new environment. Its pip is renewed first: the one of
# Debian 12 does not know dependency groups.
$(INSTALLED): pyproject.toml | libraries
	@echo 'Installing into .venv (takes a minute)'
	$(PYTHON) -m venv --clear .venv
	$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --editable . --group dev
	@touch $@

# What pip cannot install. Without the libraries nothing builds; without a validator the tests
# that want it are skipped.
libraries:
	@$(PYTHON) tools/prerequisites.py libraries

validators: $(INSTALLED)
	@$(PYTHON) tools/prerequisites.py validators

verapdf: $(INSTALLED) ## get veraPDF, which checks PDF/UA and PDF/A (make test does too)
	@$(PYTHON) tools/prerequisites.py verapdf

# Without a profile there is no file for the print shop; everything else is built.
profile: $(INSTALLED) ## get a profile of FOGRA39 for the print shop's file, unless there is one
	@$(PYTHON) tools/prerequisites.py profile
