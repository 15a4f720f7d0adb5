#!/usr/bin/env bash
# Runs every fuzz test for the given time each. Inputs are made smaller for a few
# tries only: for large ones, such as a stored index, Go would do nothing else.
set -euo pipefail
for file in $(git ls-files '*_test.go'); do
  for name in $(grep -oE '^func Fuzz[A-Za-z0-9_]+' "$file" | awk '{print $2}'); do
    go test -run '^$' -fuzz "^$name\$" -fuzztime "$1" -fuzzminimizetime 20x "./$(dirname "$file")"
  done
done
