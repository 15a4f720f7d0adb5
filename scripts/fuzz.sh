#!/usr/bin/env bash
# Runs every fuzz test for the given time each.
set -euo pipefail
for file in $(git ls-files '*_test.go'); do
  for name in $(grep -oE '^func Fuzz[A-Za-z0-9_]+' "$file" | awk '{print $2}'); do
    go test -run '^$' -fuzz "^$name\$" -fuzztime "$1" "./$(dirname "$file")"
  done
done
