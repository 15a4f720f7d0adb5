#!/usr/bin/env bash
# Runs govulncheck where its database can be reached; says so where it cannot.
set -uo pipefail
out=$(go run "$1" ./... 2>&1) && { echo "$out"; exit 0; }
if grep -qE 'vulndb|vuln\.go\.dev|dial tcp|no such host|fetching vulnerabilities' <<<"$out"; then
  echo "govulncheck: its database cannot be reached here; left out"
  exit 0
fi
echo "$out"
exit 1
