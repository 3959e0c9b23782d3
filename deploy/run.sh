#!/usr/bin/env bash
# On a bare Debian 12: installs what is missing, builds the release program and serves the news example.
#
#   deploy/run.sh [--build-only] [--rules DIR] [--listen ADDR:PORT] [--admin ADDR:PORT]
#
# Quick when nothing changed. Ports that are taken end it with a line that says so.
set -euo pipefail
cd "$(dirname "$0")/.."

build_only=
rules=rules/examples/news
listen=127.0.0.1:8080
admin=127.0.0.1:8081
while [ "$#" -gt 0 ]; do
    case "$1" in
        --build-only) build_only=yes; shift ;;
        --rules | --listen | --admin)
            [ "$#" -ge 2 ] || { echo "run.sh: $1 wants a value" >&2; exit 2; }
            declare "${1#--}=$2"; shift 2 ;;
        --help | -h) sed -n '2,6s/^# \{0,1\}//p' "$0"; exit 0 ;;
        *) echo "run.sh: unknown argument: $1 (see --help)" >&2; exit 2 ;;
    esac
done

bash deploy/install.sh deploy/packages.txt
[ -f build/release/build.ninja ] || cmake --preset release >&2
cmake --build --preset release --target passerby -- --quiet >&2
[ -n "$build_only" ] && exit 0

[ -e "$rules" ] || { echo "run.sh: no rules at $rules" >&2; exit 2; }
cat <<EOF
Rules:   $rules (edit a file and the next answer follows)
Ready:   curl http://$admin/readyz
Metrics: curl http://$admin/metrics
Try:     curl -s http://$listen/v1/decide -d '{"slots": ["hero"], "page": {"section": "sport"}, "device": {"type": "phone"}}'
EOF
exec build/release/passerby serve --rules "$rules" --listen "$listen" --admin "$admin"
