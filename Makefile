# make help lists the targets.

GO        ?= go
PROGRAM   ?=
LINT       = github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
FUZZTIME  ?= 10s

.PHONY: help
help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

.PHONY: build
build: ## build bin/parley and bin/faketwilio
	$(GO) build -trimpath -o bin/ ./cmd/...

.PHONY: run
run: build ## serve the demo program with the test phone, no account needed
	./bin/parley serve

.PHONY: test
test: ## all that CI runs: format, lint, tests with the race detector (trials without), fuzz seeds, crash rounds
	.ci/check

.PHONY: quick
quick: ## the tests without the race detector and without the linter
	$(GO) test ./...

.PHONY: lint
lint: ## the linter
	$(GO) run $(LINT) run ./...

.PHONY: fuzz
fuzz: ## run every fuzz target for FUZZTIME
	.ci/fuzz $(FUZZTIME)

.PHONY: crash
crash: ## kill -9 the server ROUNDS times under load and prove that nothing was lost or repeated
	PARLEY_CRASH_ROUNDS=$(or $(ROUNDS),200) $(GO) test -count=1 -timeout=60m -run TestKill -v ./cmd/parley

.PHONY: bench
bench: build ## measure this machine
	./bin/parley bench
