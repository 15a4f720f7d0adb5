# make test is what CI runs and what a newcomer runs; it installs what it needs.

STATICCHECK = honnef.co/go/tools/cmd/staticcheck@v0.8.2
GOVULNCHECK = golang.org/x/vuln/cmd/govulncheck@v1.8.0

.PHONY: build test check race generate bench soak fuzz

build:
	CGO_ENABLED=0 go build -trimpath -ldflags '-s -w' -o bin/delist ./cmd/delist

test: check race

check:
	./scripts/setup.sh
	@out=$$(gofmt -l $$(git ls-files '*.go')); test -z "$$out" || { echo "not formatted (gofmt -w):"; echo "$$out"; exit 1; }
	go mod tidy -diff
	go vet ./...
	go run $(STATICCHECK) ./...
	./scripts/vulncheck.sh $(GOVULNCHECK)

race:
	CGO_ENABLED=1 go test -race -timeout 20m ./...

generate:
	go generate ./register

bench:
	./scripts/bench.sh

# soak kills a recording process a thousand times, and gives every fuzz test a
# minute; fuzz gives it ten seconds.
soak:
	DELIST_KILLS=1000 go test -timeout 30m -v -run '^TestKill$$' ./store/sqlite
	./scripts/fuzz.sh 60s

fuzz:
	./scripts/fuzz.sh 10s
