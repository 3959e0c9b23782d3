#!/usr/bin/env bash
# Gathers what the program needs to run, and nothing else, in a folder that becomes an image:
#
#   deploy/gather.sh PROGRAM FOLDER
#
# The packages that the files come from are listed as in images without a package manager
# (/var/lib/dpkg/status.d), so that scanners still find what has a known hole.
set -euo pipefail
program=$1 image=$2

install -D --strip "$program" "$image/usr/bin/passerby"
mkdir -p "$image/var/lib/dpkg/status.d" "$image/rules"
cp -r --parents /usr/share/zoneinfo "$image"
rm -rf "$image/usr/share/zoneinfo/posix" "$image/usr/share/zoneinfo/right"
install -D -m 644 LICENSE "$image/usr/share/doc/passerby/LICENSE"

# The package of a file, by the name that a program asks for or the one that it is a link to.
package_of() {
    { dpkg-query --search "$1" || dpkg-query --search "$(readlink -f "$1")"; } 2>/dev/null | cut -d: -f1
}

packages=tzdata
while read -r library; do
    install -D "$library" "$image$library"
    packages+=$'\n'$(package_of "$library")
done < <(ldd "$program" | grep -o '/[^ ]*')

for package in $(sort -u <<<"$packages"); do
    dpkg-query --status "$package" >"$image/var/lib/dpkg/status.d/$package"
    install -D -m 644 "/usr/share/doc/$package/copyright" "$image/usr/share/doc/$package/copyright"
done
