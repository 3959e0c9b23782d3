#!/usr/bin/env bash
# Runs the JavaScript tests of a folder in a copy of it, so that nothing is installed beside the sources.
#
#   tests/web/run.sh FOLDER WORK_FOLDER
set -euo pipefail
folder=$1 work=$2
mkdir -p "$work"
# Installs again only where the lock has changed.
if ! cmp -s "$folder/package-lock.json" "$work/installed.json"; then
    cp "$folder/package.json" "$folder/package-lock.json" "$work/"
    npm ci --prefix "$work" --ignore-scripts --no-audit --no-fund --loglevel=error </dev/null
    cp "$folder/package-lock.json" "$work/installed.json"
fi
cp "$folder/"*.mjs "$work/"
cd "$work"
exec node --test --test-reporter=spec
