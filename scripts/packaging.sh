# What scripts/make-deb and scripts/make-bundle have in common; they source it.
# shellcheck shell=sh

root=$(cd "$(dirname "$0")/.." && pwd)

refuse() {
    printf '%s: %s\n' "scripts/${0##*/}" "$1" >&2
    exit 1
}

# Whoever packs the same sources with the same tools gets the same bytes, whenever and as whomever.
umask 022
export LC_ALL=C TZ=UTC
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git -C "$root" log -1 --format=%ct 2>/dev/null)} && [ -n "$SOURCE_DATE_EPOCH" ] ||
    refuse 'this is no clone of the repository, whose last commit says of when a package is; set SOURCE_DATE_EPOCH'
export SOURCE_DATE_EPOCH

# The version of the program; where that version is not tagged, with the commit, and before the one that will be.
version_of() {
    version=$("$1" --version) && version=${version#packferry }
    if commit=$(git -C "$root" rev-parse --short=8 HEAD 2>/dev/null) &&
        ! git -C "$root" describe --exact-match --match "v$version" >/dev/null 2>&1; then
        version=$version~$(date -u -d "@$SOURCE_DATE_EPOCH" +%Y%m%d).$commit
    fi
    echo "$version"
}

# stage BINARY PREFIX FOLDER: what `make install` puts beneath the folder, with a program without the names of its parts.
stage() {
    [ -x "$1" ] || refuse "there is no program $1; run 'make build' first"
    strip --strip-unneeded --remove-section=.comment --remove-section=.note -o "$work/packferry" "$1"
    # Where it lies it has no libraries beside it.
    patchelf --remove-rpath "$work/packferry"
    make -s -C "$root" install BINARY="$work/packferry" PREFIX="$2" DESTDIR="$3"
}

# Takes effect on everything beneath a folder, links too.
set_times() {
    find "$1" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
