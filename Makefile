# `make demo` and `make test` set up all they need on a fresh Debian or Ubuntu machine.
SHELL := /bin/bash
VENV := .venv
BIN := $(VENV)/bin
APT_PACKAGES := tesseract-ocr tesseract-ocr-chi-sim tesseract-ocr-eng python3 python3-venv
# OpenCV's shared libraries: their packages have other names on newer systems, so the library itself is looked for.
APT_LIBRARIES := libGL.so.1=libgl1 libgthread-2.0.so.0=libglib2.0-0
# Only for `make samples`: a browser and fonts to draw the sample screens with.
# (Node.js of another maker brings npm along, and Debian's package of it conflicts with that.)
APT_SAMPLES := chromium libatomic1 $(shell command -v npm >/dev/null || echo nodejs npm) fonts-noto-cjk fonts-wqy-microhei fonts-wqy-zenhei fonts-lxgw-wenkai \
  fonts-droid-fallback fonts-roboto fonts-open-sans fonts-noto-color-emoji
# Only for `make figures`: PyTorch, and fonts of many makers to draw lines with; more come from npm.
APT_FIGURES := $(APT_SAMPLES) python3-torch fonts-noto-cjk-extra fonts-inter fonts-lato fonts-liberation2 fonts-croscore \
  fonts-crosextra-carlito fonts-cantarell fonts-firacode fonts-jetbrains-mono fonts-urw-base35 fonts-opendin fonts-bebas-neue \
  fonts-cabin fonts-clear-sans fonts-b612 fonts-go fonts-karla fonts-manrope fonts-quicksand fonts-sora fonts-play \
  fonts-paratype fonts-roboto-slab fonts-yanone-kaffeesatz fonts-mplus fonts-ipafont-gothic fonts-nanum fonts-vlgothic \
  fonts-arphic-uming fonts-arphic-gbsn00lp fonts-freefont-ttf fonts-inconsolata fonts-mononoki fonts-texgyre fonts-wine \
  fonts-dosis fonts-jura fonts-tuffy fonts-adf-switzera fonts-adf-gillius fonts-adf-universalis fonts-adf-verana fonts-junction \
  fonts-national-park fonts-arkpandora fonts-karmilla fonts-morisawa-bizud-gothic fonts-takao-gothic fonts-unfonts-core \
  fonts-courier-prime fonts-league-mono fonts-sil-andika fonts-routed-gothic fonts-osifont fonts-oxygen fonts-mona \
  fonts-sawarabi-gothic fonts-stix fonts-allerta
NPM_FONTS := $(addprefix @fontsource/,inter rubik poppins montserrat dm-sans ibm-plex-sans source-sans-3 nunito work-sans \
  barlow barlow-semi-condensed oswald saira titillium-web exo-2 mulish heebo public-sans red-hat-display figtree \
  plus-jakarta-sans outfit urbanist archivo hind lexend be-vietnam-pro assistant overpass saira-condensed pt-sans rajdhani \
  teko ubuntu oxygen-mono space-grotesk space-mono ibm-plex-mono source-code-pro fira-sans fira-sans-condensed asap \
  encode-sans kanit prompt sarabun noto-sans-sc zcool-xiaowei)
# Only for `make test`: a browser to open the report and the review with, a font with Chinese characters, and what
# Playwright's own Node needs since 1.65.
APT_TEST := chromium fonts-wqy-microhei libatomic1
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

# What to do now, in both languages.
define SAY_NEXT
@printf '%s\n' '' \
	  '装好了。下一步：' \
	  '  $(BIN)/extractor doctor            检查是否一切就绪' \
	  '  $(BIN)/extractor run 截图文件夹     读取您的截图' \
	  'Installed. Next:' \
	  '  $(BIN)/extractor doctor            checks whether all is ready' \
	  '  $(BIN)/extractor run FOLDER        reads your screenshots'
endef

.PHONY: how-long help install setup system browser demo test torture lint format translations bench bench-certainty figures wording calibrate samples clean

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

system: ## install the system packages that are missing (Debian/Ubuntu)
	@missing=""; for p in $(APT_PACKAGES); do dpkg -s $$p >/dev/null 2>&1 || missing="$$missing $$p"; done; \
	for l in $(APT_LIBRARIES); do PATH="$$PATH:/sbin:/usr/sbin" ldconfig -p | grep -q "$${l%%=*}" || missing="$$missing $${l##*=}"; done; \
	$(INSTALL_MISSING)

browser: # what only the tests need
	@missing=""; for p in $(APT_TEST); do dpkg -s $$p >/dev/null 2>&1 || missing="$$missing $$p"; done; \
	$(INSTALL_MISSING)

# Anew each time: a virtual environment that was left half made would stay so.
define MAKE_VENV
@[ -n "$(PYTHON)" ] || command -v python3 >/dev/null || { echo "Python 3.11 or newer is needed"; exit 1; }
	$(or $(PYTHON),python3) -m venv $(VENV)
endef

$(VENV)/.installed: pyproject.toml | system
	$(MAKE_VENV)
	@echo '安装 Python 包，约 1 分半 … / Installing Python packages, about 1.5 minutes …'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(VENV)/.developer: pyproject.toml | system
	$(MAKE_VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev,rapidocr]'
	@touch $@ $(VENV)/.installed

install: system $(VENV)/.installed ## for users: system packages, virtual environment, the program
	$(SAY_NEXT)

setup: system $(VENV)/.developer ## for developers: the same, with development tools and the optional reader
	$(if $(filter $@,$(MAKECMDGOALS)),$(SAY_NEXT))

# How long it takes stands first: what is silent for minutes is taken for hung.
define SAY_HOW_LONG
@printf '%s\n' '大约要 4 分钟（两核电脑）：装好环境约 1 分半（要联网），读示例图 2～3 分钟。' \
	  'This takes about 4 minutes (on two cores): 1.5 for installing, which needs the network, 2 to 3 for reading the samples.'
endef

how-long:
	$(SAY_HOW_LONG)

demo: how-long system $(VENV)/.installed ## read the samples and say where the table is
	@printf '%s\n' '环境已就绪，开始读示例图（2～3 分钟）… / Installed; reading the samples (2 to 3 minutes) …'
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

figures: setup ## draw lines in many fonts and fit the network that reads figures on them (hours)
	$(SUDO) apt-get update -qq && DEBIAN_FRONTEND=noninteractive $(SUDO) apt-get install -y -qq --no-install-recommends $(APT_FIGURES)
	npm install --silent --no-audit --no-fund --prefix build/fonts $(NPM_FONTS)
	$(BIN)/python -m tests.bench.figures.draw build/figures --fonts /usr/share/fonts --fonts build/fonts --jobs $(JOBS)
	/usr/bin/python3 tests/bench/figures/train.py build/figures models/figures.onnx --minutes 120 \
	  --characters "$$($(BIN)/python -m tests.bench.figures.alphabet)"

wording: setup ## fit models/wording.npz on the talk of samples/talk, and say what it does on the talk kept apart
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev,train]'
	$(BIN)/python -m tests.bench.wording --fit

calibrate: setup ## fit models/calibration.json on drawn pages, check it on others
	$(BIN)/python -m tests.bench.calibrate --jobs $(JOBS)

samples: setup ## draw the sample screenshots again (needs a browser and fonts, installed here)
	$(SUDO) apt-get update -qq && DEBIAN_FRONTEND=noninteractive $(SUDO) apt-get install -y -qq --no-install-recommends $(APT_SAMPLES)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev,samples]'
	$(BIN)/python -m samples.generator
	$(BIN)/python -m samples.generator.cases

clean: ## remove what the targets above made
	rm -rf $(VENV) $(DEMO_OUT) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
