#!/bin/sh
# usage: environment.sh FOLDER REQUIREMENT
# Makes the virtual environment FOLDER where there is none and installs the project into it, editable.
# Debian ships Python without ensurepip; there the virtual environment comes from its python3-venv package.
set -eu
folder=$1 requirement=$2
python=${PYTHON:-python3}

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "Poshuk needs Python 3.11 or newer; name one with make PYTHON=python3.12." >&2
    exit 1
}
if [ ! -x "$folder/bin/pip" ]; then
    rm -rf "$folder"
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || {
            echo "This Python cannot make virtual environments: install the package python3-venv and run make again." >&2
            exit 1
        }
        apt-get update -qq && apt-get install -y -qq --no-install-recommends python3-venv
    fi
    "$python" -m venv "$folder"
fi
echo "Installing Poshuk and what it needs into $folder …"
"$folder/bin/pip" install --disable-pip-version-check --editable "$requirement" >"$folder/install.log" 2>&1 || {
    cat "$folder/install.log" >&2
    exit 1
}
