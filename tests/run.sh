#!/usr/bin/env bash
# Everything that can be tested, on a bare Debian 12: installs what is missing, builds, and ends with one
# ctest over all builds, whose summary is the last thing printed.
#
#   tests/run.sh [ctest arguments…]      e.g. tests/run.sh -L unit, tests/run.sh -R pipelin
#
# Builds: dev (all tests), release (the program and the benchmarks), asan (unit and property tests with
# address and undefined-behaviour checks), tsan (the program, for the scenarios), fuzz (clang).
set -euo pipefail
cd "$(dirname "$0")/.."

bash deploy/install.sh deploy/packages.txt tests/packages.txt
command -v npm >/dev/null || bash deploy/install.sh tests/web/packages.txt

jobs=$(nproc)
builds=(dev release asan tsan fuzz)
for build in "${builds[@]}"; do
    [ -f "build/$build/build.ninja" ] || cmake --preset "$build" >"build-$build.log" 2>&1 || { cat "build-$build.log" >&2; exit 2; }
    rm -f "build-$build.log"
    cmake --build "build/$build" --target checked --parallel "$jobs" -- --quiet
done

# One ctest over all of them: a folder that only points at the others.
mkdir -p build/all
printf 'subdirs("../%s")\n' "${builds[@]}" >build/all/CTestTestfile.cmake
exec ctest --test-dir build/all --output-on-failure --parallel "$jobs" --no-tests=error "$@" </dev/null
