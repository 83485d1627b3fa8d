# `make` alone lists the targets. Every target sets up what it needs, so each works on a fresh clone.
.DEFAULT_GOAL := help
.PHONY: help setup build install deb bundle demo test check bench e2e format clean

# Behind whatever Swift is in PATH comes the one that scripts/setup fetches where there is none.
export PATH := $(PATH):$(shell scripts/swift-toolchain path)

SWIFT_SOURCES := Package.swift Sources Tests $(wildcard Benchmarks)
# What stands in the program does not say where it was built, so that it is the same wherever that was.
MAPPED := -Xswiftc -file-prefix-map -Xswiftc "$(CURDIR)=." -Xcc "-ffile-prefix-map=$(CURDIR)=."
RELEASE := -c release --static-swift-stdlib $(MAPPED)
# The flag that scripts/check-imports builds with: another one would build everything anew.
DECLARED_IMPORTS := --explicit-target-dependency-import-check=error
# Asked by the shell that runs the recipe: before that there may be no Swift to ask.
BINARY = $$(swift build $(RELEASE) --show-bin-path)/packferry

# The sample data folder is optional: real storages for tests and the demo. Without it they make small ones themselves.
SAMPLE_DATA := $(wildcard ../shared/data)
ifneq ($(SAMPLE_DATA),)
export PACKFERRY_DATA ?= $(abspath $(SAMPLE_DATA))
endif

help: ## list the targets
	@sed -n 's/^\([a-z0-9]*\):.*## \(.*\)/  make \1 \2/p' Makefile | awk '{ $$2 = sprintf("%-8s", $$2); print "  " $$0 }'

setup: ## install what is missing (Debian, Ubuntu)
	@scripts/setup

build: ## build the release binary
	@scripts/setup build
	swift build $(RELEASE) --product packferry
	@echo "built $(BINARY)"

# Where Debian expects things; DESTDIR goes before all of it, as for packages, and BINARY may name another build.
PREFIX ?= /usr/local
BINDIR ?= $(PREFIX)/bin
DATADIR ?= $(PREFIX)/share
UNITDIR ?= $(PREFIX)/lib/systemd/system
DOCDIR ?= $(DATADIR)/doc/packferry
BASHDIR ?= $(DATADIR)/bash-completion/completions
ZSHDIR ?= $(DATADIR)/zsh/vendor-completions
FISHDIR ?= $(DATADIR)/fish/vendor_completions.d

install: ## install the built binary, unit, manual, completions (PREFIX=, DESTDIR=)
	@test -x "$(BINARY)" || { echo "nothing is built yet: run 'make build' first" >&2; exit 1; }
	install -d "$(DESTDIR)$(BINDIR)" "$(DESTDIR)$(UNITDIR)" "$(DESTDIR)$(DATADIR)/man/man1" \
	  "$(DESTDIR)$(DOCDIR)/examples" "$(DESTDIR)$(BASHDIR)" "$(DESTDIR)$(ZSHDIR)" "$(DESTDIR)$(FISHDIR)"
	install -m 755 "$(BINARY)" "$(DESTDIR)$(BINDIR)/packferry"
	sed 's|/usr/local/bin/packferry|$(BINDIR)/packferry|' packaging/systemd/packferry.service \
	  >"$(DESTDIR)$(UNITDIR)/packferry.service"
	chmod 644 "$(DESTDIR)$(UNITDIR)/packferry.service"
	"$(BINARY)" --generate-manual man | scripts/split-manual "$(DESTDIR)$(DATADIR)/man/man1"
	"$(BINARY)" --generate-completion-script bash >"$(DESTDIR)$(BASHDIR)/packferry"
	"$(BINARY)" --generate-completion-script zsh >"$(DESTDIR)$(ZSHDIR)/_packferry"
	"$(BINARY)" --generate-completion-script fish >"$(DESTDIR)$(FISHDIR)/packferry.fish"
	install -m 644 packaging/copyright README.md CHANGELOG.md docs/operations.md docs/security.md "$(DESTDIR)$(DOCDIR)"
	install -m 644 packferry.example.yaml packaging/nginx/packferry.conf "$(DESTDIR)$(DOCDIR)/examples"

PACKAGES ?= .build/packages

deb: build ## make a Debian package (PACKAGES=)
	@scripts/setup packages
	scripts/make-deb "$(BINARY)" "$(PACKAGES)"

bundle: build ## make an archive that installs without a network (PACKAGES=)
	@scripts/setup packages
	scripts/make-bundle "$(BINARY)" "$(PACKAGES)"

demo: setup build ## carry a real storage across a gap and run `npm ci` on the far side
	scripts/demo "$(BINARY)"

# A plain build first: it also makes the `packferry` binary that the end-to-end tests start.
test: setup ## run every test
	swift build --build-tests $(DECLARED_IMPORTS)
	scripts/test

e2e: setup build ## run the end-to-end tests alone, packages on bare systems, and a real Verdaccio through everything
	@scripts/setup packages
	scripts/test-packages "$(BINARY)" || [ $$? = 75 ]
	swift build --build-tests $(DECLARED_IMPORTS)
	scripts/test . end-to-end
	PACKFERRY_MANY_PACKAGES=all swift test --disable-xctest --skip-build --no-parallel --filter ManyPackagesTests
	PACKFERRY_KILL_ROUNDS=200 swift test --disable-xctest --skip-build --no-parallel --filter EndToEndTests.CrashTests
	PACKFERRY_RUNNER_PACKAGES=all swift test --disable-xctest --skip-build --no-parallel --filter RealRunnerTests
	scripts/acceptance/verdaccio.sh "$$(swift build --show-bin-path)/packferry" || [ $$? = 75 ]

check: setup ## check format, floors, comments, links and declared imports
	scripts/test-checks
	scripts/test-setup
	scripts/check-layers
	scripts/check-docs-comments
	scripts/check-links
	scripts/check-words
	swift format lint --strict --parallel -r $(SWIFT_SOURCES)
	scripts/check-imports

bench: ## measure the release binary against everyday tools
	@scripts/setup bench
	BENCHMARKS=1 swift build $(RELEASE) --product packferry
	BENCHMARKS=1 swift build $(RELEASE) --product OfflineReadyBenchmark
	scripts/bench "$(BINARY)" "$$(dirname "$(BINARY)")/OfflineReadyBenchmark"

format: ## format all Swift sources in place
	swift format -i --parallel -r $(SWIFT_SOURCES)

clean: ## remove what was built
	rm -rf .build
