#!/usr/bin/env bash
# Installs what the tests need beside Go, make and git: a C compiler, for the
# race detector. Does nothing where it is there.
set -euo pipefail
command -v gcc >/dev/null && exit 0
if ! command -v apt-get >/dev/null; then
  echo "setup: no C compiler and no apt-get: install gcc with your system's packages" >&2
  exit 1
fi
sudo=; [ "$(id -u)" = 0 ] || sudo=sudo
$sudo apt-get update -q
DEBIAN_FRONTEND=noninteractive $sudo apt-get install -q -y --no-install-recommends gcc libc6-dev
