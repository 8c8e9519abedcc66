# enishi: targets for users first, then for engineers. `make help` lists them.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
GO ?= go
export TESTCONTAINERS_HOST_OVERRIDE ?= 127.0.0.1

help: ## this list
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

build: ## the static binary, bin/enishi
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags '-s -w' -o bin/enishi ./cmd/enishi

serve: ## the page and the API on http://127.0.0.1:8080, embedded store, bundled dataset
	$(GO) run ./cmd/enishi serve

setup: ## what the tests need and this machine lacks: installed, or named with the line to type
	scripts/setup

test: setup check test-go test-web ## everything: checks, Go on every store, the page in a real browser

check: fmt vet lint ## formatting, vet, staticcheck
fmt:
	@out=$$(gofmt -l $$(git ls-files '*.go')); if [ -n "$$out" ]; then echo "not gofmt'ed:"; echo "$$out"; exit 1; fi
vet:
	$(GO) vet ./...
lint:
	$(GO) tool staticcheck ./...
cross: ## it builds for Windows and macOS
	for os in windows darwin; do GOOS=$$os CGO_ENABLED=0 $(GO) build -o /dev/null ./cmd/enishi; done

test-go: ## Go tests, all packages, a real Neo4j among the stores
	scripts/with-neo4j $(GO) test -timeout 45m ./...

race: ## Go tests of the concurrent parts under the race detector
	$(GO) test -race -timeout 20m ./graph/ ./graph/network/... ./graph/embedstore/... ./importer/... ./api/... ./cmd/...

web: ## rebuild web/dist from web/src
	cd web && npm ci --no-audit --no-fund && npm run build

test-web: ## page: types, lint, unit tests, dist is what src builds, real browser
	cd web && npm ci --no-audit --no-fund && npm run check && npm test && npm run build && git diff --exit-code --stat -- dist && npm run e2e

screenshots: ## every view in both languages and themes, laptop and phone, as web/screenshots/*.png (not in git)
	cd web && npm ci --no-audit --no-fund && npm run -s screenshots
web-types: ## web/src/lib/api-document.ts from the program's OpenAPI document
	cd web && npm ci --no-audit --no-fund && npm run -s types

web-audit: ## Lighthouse on every view of its own enishi (or URL=…): performance ≥ 95, accessibility 100, LCP ≤ 1 s, TBT ≤ 50 ms, CLS ≤ 0.02
	cd web && npm ci --no-audit --no-fund && npm run -s audit -- $(URL)
bench-web: ## frame time of the canvas against bare sigma, 5,000 nodes and 20,000 edges: at most 1.1 times
	cd web && npm ci --no-audit --no-fund && npm run -s bench

neo4j: ## a local Neo4j for development; prints its address
	scripts/neo4j start
neo4j-stop: ## stop it
	scripts/neo4j stop

test-containers: ## testcontainers and docker-compose.yml for real, on stand-ins for images that cannot be pulled
	trap 'scripts/engine stop' EXIT; scripts/engine all; eval "$$(scripts/engine env)"; \
	NEO4J_TEST_VIA=docker $(GO) test -count=1 -run 'RealNeo4j|TestWipe' ./graph/neo4jstore/neo4jtest; scripts/compose-smoke

# The large counts. Each prints what it did; none is part of `make test`.

kill-test: ## the embedded store killed 1,000 times during imports
	ENISHI_KILLS=1000 $(GO) test -count=1 -timeout 60m -v -run 'TestKilled' ./graph/embedstore
damage-test: ## 10,000 damaged files; every write of an import failed in turn; power cuts
	ENISHI_DAMAGES=10000 ENISHI_POWER_CUTS=1000 $(GO) test -count=1 -timeout 60m -v -run 'TestDamage|TestFailingDisk|TestPowerCut' ./graph/embedstore
differential: ## 20,000 random graphs and questions: embedded, Neo4j and the oracle answer the same
	ENISHI_PAIRS=20000 scripts/with-neo4j $(GO) test -count=1 -timeout 120m -v -run '^Test(ConformanceMemory|Store)$$/random' ./graph/embedstore ./graph/neo4jstore
fuzz-http: ## 50,000 generated requests to the program: answers as the document says, none by 5xx
	ENISHI_HTTP_EXAMPLES=50000 $(GO) test -count=1 -timeout 120m -v -run '^TestSchemathesis$$' ./cmd/enishi
fuzz: ## every fuzzer for 20 s
	@for p in $$($(GO) list ./...); do for f in $$($(GO) test -list '^Fuzz' $$p | grep '^Fuzz' || true); do echo "$$p $$f"; $(GO) test -run '^$$' -fuzz "^$$f$$" -fuzztime 20s $$p; done; done
bench: ## speed tables: network against gonum and maps on graphs up to a million nodes and five million edges, store, import, cold start
	ENISHI_BENCH=XS,S,M,L $(GO) test -run '^$$' -bench Table -benchtime 1x -timeout 60m ./graph/network
	$(GO) test -run '^$$' -bench 'Import|Open|Step' -benchtime 11x -timeout 60m ./graph/embedstore
	ENISHI_L=1 $(GO) test -run '^$$' -bench Large -benchtime 5x -timeout 60m ./graph/embedstore
	$(GO) test -run '^$$' -bench ColdStart -benchtime 10x ./cmd/enishi

bench-neo4j: ## speed of Neo4j beside the embedded store and a hand-tuned import; ENISHI_BENCH_GRAPH=M for the large graph
	scripts/with-neo4j $(GO) test -run '^$$' -bench 'Pairs|API' -benchtime 60x -timeout 120m ./graph/neo4jstore
	scripts/with-neo4j $(GO) test -run '^$$' -bench 'Import|Flip|Warm' -benchtime 3x -timeout 120m ./graph/neo4jstore

big-neo4j: ## one release of 1M nodes and 5M relationships into a server with 2 GB of heap: time and memory; ENISHI_BENCH_GRAPH=300000/1500000 for less
	ENISHI_BENCH_GRAPH=$(or $(ENISHI_BENCH_GRAPH),L) ENISHI_BIG_HEAP=2048 $(GO) test -run '^$$' -bench '^BenchmarkBig$$' -benchtime 1x -timeout 180m ./graph/neo4jstore
faults-neo4j: ## Bolt connections cut at 2,500 places of reads and of writes, each way; 20 power cuts of the server in releases and in first loads; its disk full
	ENISHI_FAULTS=2500 scripts/with-neo4j $(GO) test -v -run '^TestCut' -timeout 120m ./graph/neo4jstore
	ENISHI_FAULTS=20 scripts/with-neo4j $(GO) test -v -run '^Test(OwnServer|FullDisk)$$' -timeout 120m ./graph/neo4jstore
bench-http: ## answers over HTTP against static bytes, c.JSON and bare gin; the load generator is a process of its own
	ENISHI_BENCH_HTTP=1 $(GO) test -count=1 -v -run '^TestBenchHTTP$$' ./api

.PHONY: help build serve setup test check fmt vet lint cross test-go race web test-web test-containers web-audit web-types screenshots neo4j neo4j-stop kill-test damage-test differential fuzz fuzz-http bench bench-http bench-neo4j bench-web big-neo4j faults-neo4j
