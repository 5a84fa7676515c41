# The only door: every target does its own set-up on a fresh Linux machine (any Node >= 18 with npm, make, python3).
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c

# Node 24 runs everything. Where the installed one is older, Node and npm come from the npm registry into .node/.
NODE_VERSION := 24.21.0
NPM_VERSION := 11.19.1
MACHINE := $(subst x86_64,x64,$(subst aarch64,arm64,$(shell uname -m)))
INSTALLED := $(shell node --version 2>/dev/null | sed -nE 's/^v(2[4-9]|[3-9][0-9])\..*/yes/p')
ifeq ($(INSTALLED),yes)
NODE := $(shell command -v node)
NPM := $(shell command -v npm)
BOOTSTRAP :=
else
NODE := $(CURDIR)/.node/node_modules/.bin/node
NPM := $(NODE) $(CURDIR)/.node/node_modules/npm/bin/npm-cli.js
BOOTSTRAP := .node/ready
endif
# What is given as NAME=value reaches a recipe as the shell's variable, never as its text: names of branches are written by others.
# Most of what a call allocates is dead within a turn: room for it, kept when the process was idle, saves a tenth of a call's CPU.
NODE_FLAGS := --min-semi-space-size=64 --max-semi-space-size=64
export PATH := $(CURDIR)/node_modules/.bin:$(dir $(NODE)):$(PATH)
export REDOCLY_TELEMETRY := off

.PHONY: help setup generate pacts packs check check-gates test nightly nightly-fuzz nightly-clients docs run tenant demo bench review release clean promtool try-promtool

help: ## Show this
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

PROMTOOL := .make/prometheus/usr/bin/promtool
setup: .make/all system try-promtool ## Install everything that the other targets need

generate: .make/all ## Make code and documents from specs/
	@$(NODE) scripts/generate.ts

sdks: .make/all ## Build the SDKs, packed for npm and PyPI, into .make/sdks, and write the reports of their APIs
	@$(NODE) scripts/build-sdks.ts

pacts: .make/all .make/validators system ## Draw up again what the SDKs need of the platform: contract-tests/pacts
	@vitest run --project integration contract-tests/consumers -u

packs: .make/all .make/validators ## Record the sessions that the kit ships: sdks/contract/packs
	@$(NODE) scripts/make-packs.ts

check: .make/all .make/validators ## Run the gates over specs, generated code and sources; ARGS="examples types" only those, ARGS=--list
	@$(NODE) scripts/check.ts $(ARGS)

check-gates: .make/all .make/validators system ## Break the repository in 40 ways, each in a copy, and look which gate notices: SEED=1 ARGS="--count 10"
	@$(NODE) scripts/check-gates.ts --seed "$${SEED:-1}" $(ARGS)

test: .make/all .make/validators system try-promtool ## Run all tests; ARGS="contract-tests" only those
	@vitest run $(ARGS)

nightly: nightly-fuzz nightly-clients ## What takes too long for every change: 1,000 cases an operation, schemathesis, foreign clients (java, mvn, go, cargo); SEED=n

SCHEMATHESIS := .make/schemathesis-4.32.5
TODAY := $(shell date +%Y%m%d)
nightly-fuzz: .make/all .make/validators $(SCHEMATHESIS)/bin/schemathesis system
	@FUZZ_RUNS=1000 FUZZ_SEED="$${SEED:-$(TODAY)}" vitest run --project integration contract-tests/rest-fuzz.test.ts
	@$(NODE) contract-tests/schemathesis.ts --program $(SCHEMATHESIS)/bin/schemathesis --seed "$${SEED:-$(TODAY)}"

docs: .make/run ## Build the docs site into .make/docs (index.html); `make run` serves it
	@$(NODE) docs-site/build.ts

run: .make/run .make/validators docs ## Start the platform on embedded defaults
	@exec $(NODE) $(NODE_FLAGS) app/main.ts

tenant: .make/run ## Make a tenant on the running platform: NAME="Acme"; prints its id and first key
	@$(NODE) scripts/make-tenant.ts "$${NAME:-}"

demo: .make/run .make/validators ## A call with a barge-in and a tool: its timeline, cost and recording; ARGS="--out FOLDER"
	@$(NODE) demo/main.ts $(ARGS)

bench: .make/all .make/validators ## Measure against stated baselines; ARGS="rest" only that
	@$(NODE) bench/main.ts $(ARGS)

nightly-clients: .make/all .make/validators
	@$(NODE) scripts/nightly-clients.ts

review: .make/all ## What the change of the contract since BASE means; ARGS="--format html --output review.html"
	@$(NODE) scripts/review.ts $${BASE:+--base="$$BASE"} $(ARGS)

release: .make/all ## Turn .changeset/ into CHANGELOG.md and a version, and keep the contract and the SDKs under specs/released/ and sdks/released/
	@$(NODE) scripts/release.ts

clean: ## Remove what was installed and built, but no data
	@rm -rf node_modules .node .make generated/validators/*.mjs

.node/ready:
	@echo "Node $(NODE_VERSION) is put into .node/ (the installed one is older)"
	@mkdir -p .node && echo '{"private":true}' > .node/package.json
	@cd .node && npm install --loglevel=error --no-audit --no-fund --ignore-scripts node-linux-$(MACHINE)@$(NODE_VERSION) npm@$(NPM_VERSION)
	@touch $@

# What was installed is added to and never taken away: a platform may be running from it. An installation that is cut off counts as none.
INSTALL := rm -f .make/all .make/run && echo "Installing packages, some minutes the first time" && \
	$(NPM) install --no-save --loglevel=error --no-audit --no-fund

# What production needs; nothing to do where everything is installed.
.make/run: package-lock.json $(BOOTSTRAP)
	@mkdir -p .make
	@[ .make/all -nt package-lock.json ] || { $(INSTALL) --omit=dev; }
	@touch $@

.make/all: package-lock.json $(BOOTSTRAP)
	@mkdir -p .make
	@$(INSTALL)
	@touch $@

# The compiled validators are built, not committed; their hashes are.
.make/validators: .make/run generated/manifest.gen.json
	@$(NODE) scripts/build-validators.ts
	@touch $@

# A second opinion on the contract, from PyPI.
$(SCHEMATHESIS)/bin/schemathesis:
	@mkdir -p .make && echo "Installing $(notdir $(SCHEMATHESIS)) into .make/"
	@python3 -m venv $(SCHEMATHESIS) && $(SCHEMATHESIS)/bin/pip install -q --disable-pip-version-check $(subst -,==,$(notdir $(SCHEMATHESIS)))

# Prometheus's own judge of its rules, out of Debian's package (19 MB), of which nothing is installed or started. Who has neither is told, and
# goes without: what it would have judged is skipped. `make promtool` asks for it.
promtool: $(PROMTOOL)
try-promtool:
	@$(MAKE) -s --no-print-directory $(PROMTOOL) 2> /dev/null || true

APT := timeout 60 apt-get -qq -o Acquire::Retries=0 -o Acquire::http::Timeout=10
$(PROMTOOL):
	@mkdir -p $(@D)
	@if found="$$(command -v promtool)"; then ln -sf "$$found" $@; else \
	  cd .make/prometheus && rm -f *.deb && { $(APT) download prometheus || { $(APT) update && $(APT) download prometheus; }; } > /dev/null 2>&1 && \
	  dpkg --fsys-tarfile prometheus_*.deb | tar -x ./usr/bin/promtool && rm prometheus_*.deb; \
	fi || { rm -f $(CURDIR)/$@; echo "There is no promtool, and apt did not bring it: Prometheus's own judgement of infra/prometheus is skipped. It is in the package prometheus."; exit 1; }

# What npm does not have: a real Redis, a real browser for the docs site, Java for the generator of the Python SDK, and pip.
.PHONY: system
system:
	@missing=; \
	command -v redis-server > /dev/null || missing+=" redis-server"; \
	command -v chromium chromium-browser google-chrome-stable google-chrome > /dev/null || missing+=" chromium"; \
	python3 -c "import pip, ensurepip" 2> /dev/null || missing+=" python3-pip python3-venv"; \
	command -v java > /dev/null || missing+=" default-jre-headless"; \
	[ -z "$$missing" ] || if [ "$$(id -u)" = 0 ] && command -v apt-get > /dev/null; then \
	  echo "Installing$$missing" && apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends$$missing > /dev/null; \
	else echo "The tests need a real Redis, a real browser, Java and pip: install the packages$$missing."; exit 1; fi
