# Sourced by the other scripts: how a missing package of the system is got.

# install_packages WHAT_FOR PACKAGE...: as root or by a sudo that asks nothing; else say what to type, and fail.
install_packages() {
    local what_for=$1 privilege=""
    shift
    if [ "$(id -u)" -ne 0 ]; then
        privilege="sudo -n"
    fi
    if ! command -v apt-get >/dev/null || ! $privilege true 2>/dev/null; then
        printf '%s is missing. Install it, on Debian and Ubuntu with: sudo apt-get install %s\n' "$what_for" "$*" >&2
        return 1
    fi
    printf 'Installing %s for %s\n' "$*" "$what_for" >&2
    $privilege env DEBIAN_FRONTEND=noninteractive apt-get update -qq >&2 &&
        $privilege env DEBIAN_FRONTEND=noninteractive \
            apt-get install -y -qq --no-install-recommends "$@" </dev/null >/dev/null
}
