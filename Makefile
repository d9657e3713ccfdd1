# `make demo` and `make test` set up all they need on a fresh Debian or Ubuntu machine.
SHELL := /bin/bash
VENV := .venv
BIN := $(VENV)/bin
APT_PACKAGES := tesseract-ocr tesseract-ocr-chi-sim tesseract-ocr-eng python3 python3-venv
# OpenCV's shared libraries: their packages have other names on newer systems, so the library itself is looked for.
APT_LIBRARIES := libGL.so.1=libgl1 libgthread-2.0.so.0=libglib2.0-0
# Only for `make samples`: a browser and fonts to draw the sample screens with.
APT_SAMPLES := chromium nodejs npm fonts-noto-cjk fonts-wqy-microhei fonts-wqy-zenhei fonts-lxgw-wenkai \
  fonts-droid-fallback fonts-roboto fonts-open-sans fonts-noto-color-emoji
# Only for `make test`: a browser to open the report and the review with, and a font with Chinese characters.
APT_TEST := chromium fonts-wqy-microhei
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do \
  command -v $$p >/dev/null && $$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
DEMO_OUT := demo-output
JOBS ?= $(shell nproc 2>/dev/null || echo 2)

# Installs the packages named in the shell variable `missing`.
define INSTALL_MISSING
if [ -n "$$missing" ] && command -v apt-get >/dev/null; then \
	  echo "installing:$$missing"; \
	  $(SUDO) apt-get update -qq && \
	  DEBIAN_FRONTEND=noninteractive $(SUDO) apt-get install -y -qq --no-install-recommends $$missing; \
	elif [ -n "$$missing" ]; then echo "not Debian/Ubuntu: install by hand:$$missing ('extractor doctor' says more)"; fi
endef

.PHONY: help setup system browser demo test torture lint format translations bench bench-certainty calibrate samples clean

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

system: ## install the system packages that are missing (Debian/Ubuntu)
	@missing=""; for p in $(APT_PACKAGES); do dpkg -s $$p >/dev/null 2>&1 || missing="$$missing $$p"; done; \
	for l in $(APT_LIBRARIES); do PATH="$$PATH:/sbin:/usr/sbin" ldconfig -p | grep -q "$${l%%=*}" || missing="$$missing $${l##*=}"; done; \
	$(INSTALL_MISSING)

browser: # what only the tests need
	@missing=""; for p in $(APT_TEST); do dpkg -s $$p >/dev/null 2>&1 || missing="$$missing $$p"; done; \
	$(INSTALL_MISSING)

$(VENV)/.installed: pyproject.toml | system
	@[ -n "$(PYTHON)" ] || command -v python3 >/dev/null || { echo "Python 3.11 or newer is needed"; exit 1; }
	$(or $(PYTHON),python3) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev,rapidocr]'
	@touch $@

setup: system $(VENV)/.installed ## system packages, virtual environment, the package with its development tools

demo: setup ## read the samples and say where the table is
	$(BIN)/extractor run samples -o $(DEMO_OUT) --jobs $(JOBS)

test: setup browser ## all tests, with real Tesseract, RapidOCR and a real browser
	$(BIN)/python -m pytest -n $(JOBS)

torture: setup ## kill, fuzz, fill the disk, thousands of files: what make test does small, in full (half an hour)
	$(BIN)/python -m pytest tests/torture --torture -p no:cacheprovider -n $(JOBS) -s

lint: setup ## formatter, linter, strict types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: setup ## let the formatter and the linter mend what they can
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

translations: setup ## gather the messages of the code, compile the catalogue, say what is not translated
	$(BIN)/python docs/build_translations.py

bench: setup ## score samples/ beside two baselines, all in one run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev,bench]'
	$(BIN)/python -m tests.bench --jobs $(JOBS)

bench-certainty: setup ## draw 5,000 hard values, report what is silently wrong, with a 95 % bound
	$(BIN)/python -m tests.bench.certainty --jobs $(JOBS)

calibrate: setup ## fit models/calibration.json on drawn pages, check it on others
	$(BIN)/python -m tests.bench.calibrate --jobs $(JOBS)

samples: setup ## draw the sample screenshots again (needs a browser and fonts, installed here)
	$(SUDO) apt-get update -qq && DEBIAN_FRONTEND=noninteractive $(SUDO) apt-get install -y -qq --no-install-recommends $(APT_SAMPLES)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev,samples]'
	$(BIN)/python -m samples.generator
	$(BIN)/python -m samples.generator.cases

clean: ## remove what the targets above made
	rm -rf $(VENV) $(DEMO_OUT) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
