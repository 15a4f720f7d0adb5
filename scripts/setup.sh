#!/usr/bin/env bash
# Installs what the tests need beside Go, make and git: a C compiler, for the race
# detector, and PostgreSQL, of which the tests start servers of their own. Does
# nothing where both are there.
set -euo pipefail
compiler=; command -v gcc >/dev/null || compiler='gcc libc6-dev'
database=; compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null || database=postgresql
[ -n "$compiler$database" ] || exit 0
if ! command -v apt-get >/dev/null; then
  if [ -n "$compiler" ]; then
    echo "setup: no C compiler and no apt-get: install gcc with your system's packages" >&2
    exit 1
  fi
  echo "setup: no PostgreSQL and no apt-get: its tests are skipped, or set DELIST_TEST_POSTGRES to the URL of a server" >&2
  exit 0
fi
sudo=; [ "$(id -u)" = 0 ] || sudo=sudo
install() { DEBIAN_FRONTEND=noninteractive $sudo apt-get install -q -y --no-install-recommends "$@"; }
$sudo apt-get update -q
if [ -n "$database" ]; then
  # Of itself the package makes a server, and starts it.
  install postgresql-common
  $sudo sed -i -E 's/^#?create_main_cluster .*/create_main_cluster = false/' /etc/postgresql-common/createcluster.conf
fi
# shellcheck disable=SC2086
install $compiler $database
