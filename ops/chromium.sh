#!/usr/bin/env bash
# Sees to it that the tests find a browser: Debian's Chromium, at best without its windows.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source ops/packages.sh

for program in chromium-headless-shell chromium chromium-browser google-chrome; do
    command -v "$program" >/dev/null && exit 0
done
if ! install_packages "Chromium" chromium-headless-shell && ! install_packages "Chromium" chromium; then
    [ -z "${CI:-}" ] || exit 1
    echo "Going on without it: the tests in a browser will be skipped." >&2
fi
