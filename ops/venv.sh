#!/usr/bin/env bash
# Makes .venv from requirements.lock, each package checked by its hash, and installs the program into it, editable.
# Uses uv where it is at hand, because it is quicker; needs nothing but Python's own venv and pip.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source ops/packages.sh

# The system's own Python first: it gets security fixes with the system, and is built with all optimisations. One that
# pyenv built as it does by default takes a quarter longer for everything.
find_python() {
    local candidate
    if [ -z "${PYTHON:-}" ] && is_new_enough /usr/bin/python3 && can_make_environments /usr/bin/python3; then
        printf '%s' /usr/bin/python3
        return
    fi
    for candidate in "${PYTHON:-python3}" python3.13 python3.12 python3.11; do
        if is_new_enough "$candidate"; then
            printf '%s' "$candidate"
            return
        fi
    done
    return 1
}

is_new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

can_make_environments() {
    "$1" -c 'import ensurepip, venv' 2>/dev/null
}

with_uv() {
    uv --version >/dev/null 2>&1 || return 1
    [ -x .venv/bin/python ] || uv venv --quiet --python "$1" .venv || return 1
    uv pip install --quiet --compile-bytecode --python .venv/bin/python --require-hashes -r requirements.lock &&
        uv pip install --quiet --python .venv/bin/python --no-deps --no-build-isolation --editable .
}

with_pip() {
    local pip=".venv/bin/python -m pip --quiet --disable-pip-version-check"
    if ! $pip --version >/dev/null 2>&1; then
        can_make_environments "$1" || install_packages "Python's venv" "$(basename "$1")-venv"
        "$1" -m venv --clear .venv
    fi
    $pip install --no-compile --require-hashes -r requirements.lock
    # On all processors, as pip does not; what is no Python of this version stays as it is.
    .venv/bin/python -m compileall -q -j 0 .venv/lib >/dev/null 2>&1 || true
    $pip install --no-deps --no-build-isolation --editable .
}

python=$(find_python) || {
    install_packages "Python 3.11 or newer" python3 python3-venv
    python=$(find_python) || {
        echo "This system's python3 is older than 3.11; name a newer one: PYTHON=/path/to/python3 make …" >&2
        exit 1
    }
}
echo "Setting up .venv from requirements.lock (a minute or two the first time)" >&2
with_uv "$python" || with_pip "$python"
