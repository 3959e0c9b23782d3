#!/usr/bin/env bash
# On a bare Debian 12: installs what is missing, builds the release program and serves the news example.
#
#   deploy/run.sh [--build-only] [--rules PATH] [--listen ADDR:PORT] [--admin ADDR:PORT]
#
# Quick when nothing changed. A port that is taken ends it with a line that says so. Ctrl-C stops it.
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
        --help | -h) sed -n '2,6s/^# \{0,1\}//p' deploy/run.sh; exit 0 ;;
        *) echo "run.sh: unknown argument: $1 (see --help)" >&2; exit 2 ;;
    esac
done

bash deploy/install.sh deploy/packages.txt
[ -f build/release/build.ninja ] || cmake --preset release >&2
cmake --build --preset release --target passerby >&2
[ -z "$build_only" ] || exit 0

# Where to look, once the server says where it listens.
tell() {
    local public= line
    while IFS= read -r line; do
        echo "$line"
        case "$line" in
            *'(public)') public=${line#listening on }; public=${public% (public)} ;;
            *'(admin)')
                line=${line#listening on }; line=${line% (admin)}
                echo "ready?   curl $line/readyz"
                echo "counts:  curl $line/metrics"
                echo "rules:   $rules (edit a file, and the next answer follows)"
                [ "$rules" != rules/examples/news ] ||
                    echo "try:     curl $public/v1/decide -d '{\"slots\": [\"lead\", \"sidebar\"], \"page\": {\"type\": \"home\", \"section\": \"motoring\", \"topics\": [\"cars\"], \"tone\": \"light\"}, \"device\": {\"type\": \"phone\"}}'" ;;
        esac
    done
}
exec build/release/passerby serve --rules "$rules" --listen "$listen" --admin "$admin" > >(tell)
