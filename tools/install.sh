#!/bin/sh
# Make a virtual environment with the locked dependencies and this package: install.sh FOLDER LOCKFILE
set -eu
venv=$1
lock=$2

python=""
for candidate in "${PYTHON:-}" python3.13 python3.12 python3.11 python3; do
  [ -n "$candidate" ] || continue
  if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then python=$candidate; break; fi
done
[ -n "$python" ] || { echo "Corridors needs Python 3.11 or newer: apt-get install python3" >&2; exit 1; }

if [ ! -x "$venv/bin/python" ]; then
  # Debian ships python3 without ensurepip; virtualenv, from the package index, brings its own pip.
  "$python" -m venv "$venv" 2>/dev/null || {
    rm -rf "$venv"
    "$python" -m pip install -q --target "$venv-tool" virtualenv 2>/dev/null &&
      PYTHONPATH="$venv-tool" "$python" -m virtualenv -q "$venv"
    rm -rf "$venv-tool"
  }
  [ -x "$venv/bin/python" ] || {
    echo "No virtual environment could be made: apt-get install python3-venv, then run the command again." >&2
    exit 1
  }
fi
echo "Installing the locked dependencies into $venv ..."
"$venv/bin/python" -m pip install -q --disable-pip-version-check -r "$lock"
"$venv/bin/python" -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
