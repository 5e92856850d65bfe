#!/bin/sh
# Resolve pyproject.toml in fresh environments and write down the versions, without any address of an index.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
freeze() { # freeze LOCKFILE GROUP...
  lock=$1
  shift
  python3 -m venv "$work/$lock"
  "$work/$lock/bin/pip" install -q -U pip
  groups=""
  for group in "$@"; do groups="$groups --group $group"; done
  # shellcheck disable=SC2086
  "$work/$lock/bin/pip" install -q . hatchling editables $groups
  "$work/$lock/bin/pip" freeze --exclude corridors | grep -v ' @ ' > "$lock"
}
freeze requirements.lock
freeze requirements-dev.lock test lint docs build
