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
page=docs/benchmarks.md
{ sed '/<!-- measured -->/q' $page; cat "$measured"; sed -n '/<!-- end -->/,$p' $page; } > "$page.new"
mv "$page.new" "$page"
rm "$measured"
