#!/bin/sh
# Installs Packferry @VERSION@ from this folder, with its own C libraries: no network and no package is needed.
#
#   ./install.sh [--prefix FOLDER] [--user NAME] [--system-libraries]
#
#   --prefix FOLDER      where to; /usr/local without it
#   --user NAME          whom the service runs as, the owner of Verdaccio's storage; verdaccio without it
#   --system-libraries   leave the C libraries of this folder out, where the system has all of them
#
# As root it also makes that user, where there is none, and a first configuration, /etc/packferry/packferry.yaml; as
# anybody else it installs the program alone, into a prefix that may be written to. uninstall.sh takes all of it away.
# An installation that is there is replaced. DESTDIR goes before every path, as for packages.
set -eu

refuse() {
    printf 'install.sh: %s\n' "$1" >&2
    exit 1
}

prefix=/usr/local user=verdaccio libraries=own
while [ $# -gt 0 ]; do
    case $1 in
        --prefix=* | --user=*)
            word=$1 && shift
            set -- "${word%%=*}" "${word#*=}" "$@"
            continue
            ;;
        --prefix | --user) [ -n "${2-}" ] || refuse "$1 needs a value" ;;
    esac
    case $1 in
        --prefix) prefix=${2%/} && shift ;;
        --user) user=$2 && shift ;;
        --system-libraries) libraries=system ;;
        -h | --help) sed -n '2,/^set/s/^# \{0,1\}//p' "$0" | sed '/^set/d' && exit ;;
        *) refuse "unknown argument '$1'; see './install.sh --help'" ;;
    esac
    shift
done
case $prefix in
    /*) ;;
    *) refuse "the prefix must begin with a slash, and '$prefix' does not" ;;
esac
case $prefix$user in *[!A-Za-z0-9/._@+-]*) refuse "prefix and user may have letters, digits and /._@+- alone" ;; esac

cd "$(dirname "$0")"
target=${DESTDIR-}$prefix
record=$target/share/packferry/installed

[ "$(uname -m)" = @MACHINE@ ] || refuse "this is for @MACHINE@, and this machine is $(uname -m); take the archive for it"
sha256sum --quiet --check SHA256SUMS >&2 || refuse 'this folder is not as it was made, or not whole; carry the archive again, and unpack it anew'
has=$(getconf GNU_LIBC_VERSION 2>/dev/null || echo 'glibc 0') && has=${has#glibc }
[ "$(printf '%s\n' @GLIBC@ "$has" | sort -V | head -n 1)" = @GLIBC@ ] ||
    refuse "it needs glibc @GLIBC@ or newer, and this machine has $has; take an archive that was made on an older distribution"
if [ "$libraries" = system ]; then
    mkdir -p "$target" 2>/dev/null || refuse "cannot make $target; run as root, or name another --prefix"
    trial=$(mktemp -d "$target/.packferry.XXXXXX") && mkdir "$trial/bin" && cp bin/packferry "$trial/bin"
    said=$("$trial/bin/packferry" --version 2>&1) || { rm -rf "$trial"; refuse "the system lacks a library ($said); leave --system-libraries out"; }
    rm -rf "$trial"
else
    said=$(bin/packferry --version 2>&1) || refuse "it does not run on this machine: $said"
fi

if [ "$(id -u)" -eq 0 ] && [ -z "${DESTDIR-}" ] && ! id "$user" >/dev/null 2>&1; then
    command -v useradd >/dev/null || refuse "there is no user $user, and no useradd to make one; make it, and run this again"
fi

# Everything is listed before it is copied, so that uninstall.sh finds what an interrupted run left.
# Folders that are made for it have a slash at the end.
folders=$(find bin lib share -type d | while read -r folder; do [ -d "$target/$folder" ] || echo "$folder/"; done)
{ mkdir -p "${record%/*}" && touch "$record"; } 2>/dev/null || refuse "cannot write to $target; run as root, or name another --prefix"
files=$(find bin lib share -type f | sort)
[ "$libraries" = own ] || files=$(printf '%s\n' "$files" | grep -v '^lib/packferry/')
# shellcheck disable=SC2086
printf '%s\n' "$files" $folders | sort -u - "$record" >"$record.new" && mv "$record.new" "$record"
[ "$libraries" = own ] || rm -rf "$target/lib/packferry"
printf '%s\n' "$files" | while read -r file; do
    mkdir -p "$target/${file%/*}"
    # Beside its place, and renamed: a program that runs goes on with what it has.
    case $file in
        */packferry.service)
            sed "s|/usr/local/bin/|$prefix/bin/|; s|^User=.*|User=$user|; s|^Group=.*|Group=$user|" "$file" >"$target/$file.new"
            ;;
        *) cp "$file" "$target/$file.new" ;;
    esac
    case $file in bin/*) chmod 755 "$target/$file.new" ;; *) chmod 644 "$target/$file.new" ;; esac
    mv "$target/$file.new" "$target/$file"
done
cp uninstall.sh "${record%/*}/uninstall.sh"
chmod 755 "${record%/*}/uninstall.sh"

if [ "$(id -u)" -eq 0 ] && [ -z "${DESTDIR-}" ]; then
    if ! id "$user" >/dev/null 2>&1; then
        useradd --system --user-group --home-dir /var/lib/verdaccio --no-create-home --shell /usr/sbin/nologin "$user"
        echo "made the user $user"
    fi
    group=$(id -gn "$user")
    sed -i "s|^Group=.*|Group=$group|" "$target/lib/systemd/system/packferry.service"
    [ -e /var/lib/packferry ] || install -d -o "$user" -g "$group" -m 750 /var/lib/packferry
    if [ ! -e /etc/packferry/packferry.yaml ]; then
        install -d -m 755 /etc/packferry
        install -m 644 etc/packferry.yaml /etc/packferry/packferry.yaml
        sed -i "s|/usr/local/share/doc/|$prefix/share/doc/|" /etc/packferry/packferry.yaml
        echo 'wrote a first configuration, /etc/packferry/packferry.yaml'
    fi
    [ ! -d /run/systemd/system ] || systemctl daemon-reload
fi
sync
echo "Packferry @VERSION@ is in $prefix/bin/packferry"
echo "next: look at /etc/packferry/packferry.yaml, 'packferry config check', and 'systemctl enable --now packferry'"
