#!/usr/bin/env bash
# Sees to it that the tests find a token to sign with: Debian's SoftHSM.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source ops/packages.sh

[ ! -f /usr/lib/softhsm/libsofthsm2.so ] || exit 0
if ! install_packages "SoftHSM" softhsm2; then
    [ -z "${CI:-}" ] || exit 1
    echo "Going on without it: the test with a token will be skipped." >&2
fi
