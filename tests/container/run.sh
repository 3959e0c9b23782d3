#!/usr/bin/env bash
# Builds deploy/Containerfile with buildah and unpacks the image, for tests/scenario/containing.py. The image that it
# starts from is made of Debian's packages under the usual name, so that no registry is needed.
#
#   tests/container/run.sh WORK_FOLDER      writes WORK_FOLDER/image/ and WORK_FOLDER/image.json
set -euo pipefail
work=$(realpath "$1")
cd "$(dirname "$0")/../.."
bash deploy/install.sh tests/container/packages.txt

# All of buildah's own state stays in the work folder.
buildah() { command buildah --root "$work/storage" --runroot "$work/running" --storage-driver vfs "$@"; }

[ -f "$work/debian.tar" ] || mmdebstrap --quiet --variant=minbase --include=ca-certificates bookworm "$work/debian.tar"
base=$(buildah from scratch)
buildah add --quiet "$base" "$work/debian.tar" / >/dev/null
buildah commit --quiet "$base" docker.io/library/debian:12-slim >/dev/null
buildah rm "$base" >/dev/null

buildah build --isolation chroot --pull=never --tag passerby --file deploy/Containerfile .
buildah inspect --type image passerby >"$work/image.json"
rm -rf "$work/image"
running=$(buildah from passerby)
cp -a "$(buildah mount "$running")" "$work/image"
buildah umount "$running" >/dev/null
buildah rm "$running" >/dev/null
