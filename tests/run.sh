#!/usr/bin/env bash
# Everything that can be tested, on a bare Debian 12: installs what is missing, builds, and ends with one
# ctest over all builds, whose summary is the last thing printed.
#
#   tests/run.sh [ctest arguments…]      e.g. tests/run.sh -L unit, tests/run.sh -R pipelin
#
# Builds: release (the program), dev (all tests), asan (nearly all of them with address and
# undefined-behaviour checks), tsan (the program, for the scenarios), fuzz (clang). Quick when nothing changed.
set -euo pipefail
cd "$(dirname "$0")/.."

bash deploy/run.sh --build-only
bash deploy/install.sh deploy/packages.txt tests/packages.txt
command -v npm >/dev/null || bash deploy/install.sh tests/web/packages.txt

jobs=$(nproc)
builds=(dev asan tsan fuzz)
for build in "${builds[@]}"; do
    echo "== $build"
    cmake --preset "$build" -Wno-dev --log-level=WARNING
    cmake --build "build/$build" --target checked --parallel "$jobs"
done

# One ctest over all of them: a folder that only points at the others.
mkdir -p build/all
printf 'subdirs("../%s")\n' "${builds[@]}" >build/all/CTestTestfile.cmake
exec ctest --test-dir build/all --output-on-failure --parallel "$jobs" --no-tests=error "$@" </dev/null
