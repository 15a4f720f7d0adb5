#!/usr/bin/env bash
# Measures delist beside its peers and writes the figures into
# docs/benchmarks.md. The peers and trees are built in .bench, or lie in
# $DELIST_BENCH_DIR already. Needs root for debootstrap.
set -euo pipefail
dir=${DELIST_BENCH_DIR:-.bench}
./scripts/bench-trees.sh "$dir"
CGO_ENABLED=0 go build -trimpath -ldflags '-s -w' -o bin/delist ./cmd/delist
measured=$(mktemp)
go run ./bench -dir "$dir" -delist bin/delist | tee "$measured"
{
  printf '\n### Engines\n\nOne core, `go test -bench` with `-cpu 1`:\n\n```\n'
  go test -run '^$' -bench . -benchmem -cpu 1 ./attribute ./judge ./register ./inventory/... | grep -E '^(Benchmark|pkg:)'
  printf '```\n'
} | tee -a "$measured"
{
  printf '\n### Names and lists\n\nAll lists of `../shared/data/lists` together with the register, `go test -bench`; queries on one core, portfolio and\n'
  printf 'readiness on all. Accuracy as the tests tell it. Left out where the lists are not there.\n\n```\n'
  go test -run '^$' -bench Match -benchtime 3s -cpu 1 ./listed | grep -E '^Benchmark' || true
  go test -run '^$' -bench 'Portfolio|Ready' -benchtime 2x ./listed | grep -E '^Benchmark' || true
  go test -run '^$' -bench TenMillion -benchtime 500x -timeout 30m ./listed | grep -E '^Benchmark' || true
  go test -run '^$' -bench Read ./lists | grep -E '^Benchmark' || true
  go test -v -run 'OrganisationPairs|KnownItems|PortfolioIs|EveryName' ./names ./listed | grep -E '_test.go:' | sed 's/^ *[a-z_]*_test.go:[0-9]*: //' || true
  printf '```\n'
} | tee -a "$measured"
{
  printf '\n### Evidence\n\nPrints of made-up stories (`evidence/stories`); labelled articles (`evidence/quote/testdata`). A million prints on two processors.\n\n```\n'
  go test -v -run 'Collection$' ./evidence/reuse ./evidence/cite | grep -E '_test.go:' | sed 's/^ *[a-z_]*_test.go:[0-9]*: //' || true
  go test -v -run Labelled ./evidence/quote | grep -E '_test.go:' | sed 's/^ *[a-z_]*_test.go:[0-9]*: //' || true
  DELIST_PRINTS=1000000 go test -run '^$' -bench Add -benchtime 1x -timeout 60m ./evidence/reuse | grep -E '^Benchmark' || true
  printf '```\n'
} | tee -a "$measured"
{
  printf '\n### Store and ledger\n\nEvery append is on the disk when it returns. Beside it in the same run, on the same disk: the POSIX driver of tessera (appends a second, one by one\n'
  printf 'and with 8,192 at once). `find` looks for a vendor whose packages most of 10,000 assets of 500 items hold.\n\n```\n'
  go test -run '^$' -bench 'Append|Save' -benchtime 5s ./store/sqlite | grep -E '^Benchmark'
  temp=$(mktemp -d)
  go -C bench/tessera run . -dir "$temp" 2>/dev/null
  rm -rf "$temp"
  go test -run '^$' -bench 'Find' -benchtime 5s ./store/sqlite | grep -E '^Benchmark'
  go test -run '^$' -bench 'Million' -benchtime 1x ./store/sqlite | grep -E '^Benchmark'
  printf '```\n'
} | tee -a "$measured"
page=docs/benchmarks.md
{ sed '/<!-- measured -->/q' $page; cat "$measured"; sed -n '/<!-- end -->/,$p' $page; } > "$page.new"
mv "$page.new" "$page"
rm "$measured"
