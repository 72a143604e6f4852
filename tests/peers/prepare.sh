#!/bin/sh
# Makes the Python environment of the test peers: prepare.sh [FOLDER], by default .venv beside Cargo.toml.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
folder=${1:-$here/../../.venv}
[ -x "$folder/bin/python" ] || python3 -m venv "$folder"
"$folder/bin/python" -m pip --quiet --disable-pip-version-check install --requirement "$here/requirements.txt"
