#!/usr/bin/env bash
# Sees to it that the tests find a PostgreSQL: a server named in the environment, or the programs to start one.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source ops/packages.sh

if [ -n "${DIUDAT_TEST_POSTGRESQL_URL:-}" ] || command -v initdb >/dev/null ||
    compgen -G "/usr/lib/postgresql/*/bin/initdb" >/dev/null; then
    exit 0
fi
if ! install_packages "PostgreSQL's server" postgresql; then
    [ -z "${CI:-}" ] || exit 1
    echo "Going on without it: the tests on PostgreSQL will be skipped." >&2
fi
