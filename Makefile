# Thin on purpose: each line can be typed by hand. README says the same without make.
PYTHON ?= python3
VENV ?= .venv
PORT ?= 8000
BIN = $(VENV)/bin

.PHONY: demo test test-sqlite test-postgres test-programs test-all faults fuzz check bench bench-search screens axe clean

demo: $(VENV)/demo
	@$(BIN)/cop demo --port $(PORT)

test: $(VENV)/test  ## three parts side by side: what one waits for, the others use
	@$(MAKE) --no-print-directory -k -j3 -Otarget test-sqlite test-postgres test-programs

test-sqlite: $(VENV)/test
	nice -n 5 $(BIN)/pytest -m "not postgres and not programs"

test-postgres: $(VENV)/test
	nice -n 5 $(BIN)/pytest -m "postgres and not programs"

test-programs: $(VENV)/test  ## what starts browsers, servers, workers and commands
	$(BIN)/pytest -m programs

test-all:  ## on every Python from 3.11 to 3.13 that is installed
	@for python in python3.11 python3.12 python3.13; do \
	  if $$python -c '' 2>/dev/null; then \
	    $(MAKE) test PYTHON=$$python VENV=.venv-$$python || exit 1; \
	  else echo "$$python is not installed: left out"; fi; done

faults: $(VENV)/test  ## what breaks in real life, in the long form: kills for minutes, a database gone for 30 s
	COP_FAULTS=long $(BIN)/pytest tests/faults

fuzz: $(VENV)/test  ## twenty thousand random requests, to pages and to the API: none breaks anything
	COP_FUZZ=10000 $(BIN)/pytest tests/http/test_fuzz.py tests/http/api/test_document.py

check: $(VENV)/test
	$(BIN)/ruff check .
	$(BIN)/pytest -q tests/check tests/unit/test_architecture.py

bench: $(VENV)/test  ## pages beside those of two small programs, served alike
	$(BIN)/python -m bench

bench-search: $(VENV)/test  ## how well and how fast each search engine finds
	$(BIN)/python -m bench.search

screens: $(VENV)/test  ## pictures of twenty pages into docs/screens, light, dark and in Arabic
	PORT= $(BIN)/python -m tests.screens

axe: $(VENV)/test $(VENV)/vnu.jar  ## every page as everybody sees it in every look, by axe and by the Nu checker; an hour or two
	rm -rf var/pages && mkdir -p var/pages
	COP_AXE=all COP_AXE_PAGES=var/pages $(BIN)/pytest -s tests/browser/test_every_page.py
	java -Xss4m -jar $(VENV)/vnu.jar --errors-only --skip-non-html --filterpattern $(TOLD_TWICE) var/pages

# Rows and cells of tables that turn into lists on a phone say their roles, for some browsers forget
# them with the look (docs/design.md); to the checker a role that is told twice is one too many.
TOLD_TWICE = '.*“role” attribute must not be used on a “t[rdh]” element.*'

$(VENV)/vnu.jar:
	cd $(VENV) && npm pack --silent vnu-jar@26.9.27 && \
	  tar -xzf vnu-jar-26.9.27.tgz --strip-components=3 package/build/dist/vnu.jar

$(VENV)/demo: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(VENV)/test: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test]'
	@touch $@

clean:
	rm -rf .venv .venv-* var build dist
