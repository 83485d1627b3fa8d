#!/bin/sh
# Takes away what install.sh put beneath a prefix, and no more: configuration, history, archives, keys and the user stay.
#
#   PREFIX/share/packferry/uninstall.sh        or from the unpacked archive: ./uninstall.sh [--prefix FOLDER]
set -eu

refuse() {
    printf 'uninstall.sh: %s\n' "$1" >&2
    exit 1
}

here=$(cd "$(dirname "$0")" && pwd)
prefix=${DESTDIR-}/usr/local
case $here in */share/packferry) prefix=${here%/share/packferry} ;; esac
case ${1-} in
    '') ;;
    --prefix=*) prefix=${DESTDIR-}${1#--prefix=} ;;
    --prefix) prefix=${DESTDIR-}${2:?'--prefix needs a value'} ;;
    *) refuse "unknown argument '$1'; --prefix FOLDER or nothing" ;;
esac
record=$prefix/share/packferry/installed
[ -r "$record" ] || refuse "nothing is installed beneath $prefix; name another --prefix"

if [ -d /run/systemd/system ] && [ -z "${DESTDIR-}" ] && [ "$(id -u)" -eq 0 ]; then
    systemctl disable --now packferry.service 2>/dev/null || true
fi
while read -r file; do
    case $file in '' | /* | *..*) refuse "$record names '$file', which install.sh did not write; nothing more was removed" ;; esac
    case $file in */) ;; *) rm -f "$prefix/$file" ;; esac
done <"$record"
folders=$(grep '/$' "$record" | sort -r)
rm -f "$record" "$prefix/share/packferry/uninstall.sh"
rmdir "$prefix/share/packferry" 2>/dev/null || true
for folder in $folders; do rmdir "$prefix/$folder" 2>/dev/null || true; done
[ ! -d /run/systemd/system ] || [ -n "${DESTDIR-}" ] || [ "$(id -u)" -ne 0 ] || systemctl daemon-reload
echo "Packferry is gone from $prefix; what it recorded is still in /var/lib/packferry, its configuration in /etc/packferry"
