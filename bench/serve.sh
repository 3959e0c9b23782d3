#!/usr/bin/env bash
# Passerby over HTTP beside other servers, all in one run: see serve.py. Called by run.sh.
#
#   bench/serve.sh RUNS [serve.py's options…]
set -euo pipefail
cd "$(dirname "$0")/.."
runs=${1:-5}
shift || true

bash deploy/install.sh deploy/packages.txt bench/packages.txt bench/peers/http/packages.txt
command -v npm >/dev/null || bash deploy/install.sh bench/peers/packages.txt
[ -f build/release/build.ninja ] || cmake --preset release >&2
cmake --build build/release --target passerby passerby_load export_serving floor -- --quiet >&2
(cd bench/peers && npm ci --omit=dev --no-audit --no-fund --loglevel=error >&2)
exec python3 bench/serve.py --runs "$runs" "$@"
