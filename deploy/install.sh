#!/usr/bin/env bash
# Installs what is missing of the packages in the given lists (one name a line, `#` begins a remark).
# Asks nobody anything; does nothing, quickly, when all are there.
set -euo pipefail

wanted() { sed -e 's/#.*//' -e 's/[[:space:]]//g' -e '/^$/d' "$@" | sort -u; }
installed() { dpkg-query --show --showformat='${db:Status-Abbrev} ${Package}\n' 2>/dev/null | awk '$1 == "ii" {print $2}' | sort -u; }

mapfile -t missing < <(comm -23 <(wanted "$@") <(installed))
[ "${#missing[@]}" -eq 0 ] && exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || { echo "missing packages and no sudo to install them: ${missing[*]}" >&2; exit 2; }
    as_root=(sudo)
fi
echo "installing: ${missing[*]}" >&2
export DEBIAN_FRONTEND=noninteractive
# Right after a machine's start its own updates may hold the lock for a while.
apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300)
"${apt[@]}" update </dev/null >&2
"${apt[@]}" install -y --no-install-recommends "${missing[@]}" </dev/null >&2
