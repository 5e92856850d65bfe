# The two commands: make brief, make test. `make help` lists the rest.
.PHONY: help brief test test-slow lint docs bench flows snapshot lock clean
VENV := .venv
RUN := $(VENV)/bin

help:  ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

brief: $(VENV)/installed  ## write out/MEX-USA.html, a brief on the corridor from Mexico to the United States
	$(RUN)/corridors brief MEX USA --out out/

test: $(VENV)/installed-dev  ## the tests but the slow ones, with the examples in docstrings and documentation
	$(RUN)/python -m pytest -n 2 -m "not slow"

test-slow: $(VENV)/installed-dev  ## the tests that run the world model for minutes
	$(RUN)/python -m pytest -n 2 -m slow

lint: $(VENV)/installed-dev  ## style, types and import directions
	$(RUN)/ruff check .
	$(RUN)/ruff format --check .
	$(RUN)/pyright
	$(RUN)/lint-imports

docs: $(VENV)/installed-dev  ## build the documentation into docs/_build/html
	$(RUN)/sphinx-build -W -b html docs docs/_build/html

bench: $(VENV)/installed-dev  ## measure the speed and size figures that the documentation prints
	$(RUN)/python benchmarks/start.py

flows: $(VENV)/installed-dev  ## fit the combined estimate, the forecasts, and births' and deaths' spread anew (some minutes)
	$(RUN)/python tools/fit_flows.py
	$(RUN)/python tools/fit_forecast.py
	$(RUN)/python tools/flow_scores.py
	$(RUN)/python tools/fit_vital.py

snapshot: $(VENV)/installed-dev  ## rebuild the packaged data: make snapshot SOURCE=folder-of-raw-files
	$(RUN)/python tools/snapshot.py $(SOURCE)

lock:  ## write requirements.lock and requirements-dev.lock anew from pyproject.toml
	sh tools/lock.sh

clean:  ## remove what the other commands made
	rm -rf $(VENV) out dist docs/_build

$(VENV)/installed: requirements.lock pyproject.toml tools/install.sh
	sh tools/install.sh $(VENV) requirements.lock
	touch $@

$(VENV)/installed-dev: requirements-dev.lock pyproject.toml tools/install.sh
	sh tools/install.sh $(VENV) requirements-dev.lock
	touch $@ $(VENV)/installed
