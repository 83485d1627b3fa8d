#!/usr/bin/env bash
# Fills, refreshes, repairs and carries the storage of a real Verdaccio 6, and installs from it on the far side.
# Usage: scripts/acceptance/verdaccio.sh BINARY
#   PACKFERRY_DATA   a folder with npm-tools.tar.zst, out of which Verdaccio comes where no npm registry is in reach
#   KEEP=1           keeps the working folder and says where it is
# 0: it worked; 75: not run, since there is neither a registry nor that file; anything else: it did not work.
set -euo pipefail

repository=$(cd "$(dirname "$0")/../.." && pwd)
packferry=$(realpath "${1:?usage: scripts/acceptance/verdaccio.sh BINARY}")
data=${PACKFERRY_DATA:-$repository/../shared/data}
work=$(mktemp -d "${TMPDIR:-/tmp}/packferry-acceptance.XXXXXX")
# shellcheck source=scripts/demo-tools.bash
source "$repository/scripts/demo-tools.bash"
declare -A verdaccio_pid verdaccio_url

clean_up() {
    local status=$? side
    for side in "${!verdaccio_pid[@]}"; do stop_verdaccio "$side"; done
    for side in "${!server_pid[@]}"; do stop_server "$side"; done
    if [[ ${KEEP:-} ]]; then echo "kept: $work"; else rm -rf "$work"; fi
    exit "$status"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

# Where packages come from: the registry of npm itself, else the sample data, served by Packferry.
find_upstream() {
    upstream=https://registry.npmjs.org
    if curl -fsS -m 10 -o "$work/ping" "$upstream/-/ping" 2>/dev/null; then
        say "upstream is $upstream"
    elif [[ -r $data/npm-tools.tar.zst ]]; then
        write_configuration tools offline
        tar --zstd --no-same-owner -xf "$data/npm-tools.tar.zst" -C "$work/tools"
        start_server tools
        upstream=$(url tools)/npm
        say "no registry in reach; upstream is $upstream, out of the sample data"
    else
        echo "not run: no npm registry is in reach, and $data/npm-tools.tar.zst is not there"
        exit 75
    fi
}

# npm_from REGISTRY PROJECT ARGUMENT…: npm with a new cache, which runs no script.
npm_from() {
    local registry=$1 project=$2
    shift 2
    (cd "$project" && env -i PATH="$PATH" HOME="$work/npm-home" LC_ALL=C.UTF-8 npm_config_registry="$registry/" \
        npm_config_userconfig="$work/user.npmrc" npm_config_cache="$(mktemp -d "$work/npm-cache.XXXX")" \
        npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false \
        timeout 600 npm --ignore-scripts "$@" | sed '/^$/d; s/^/   /')
}

install_verdaccio() {
    mkdir -p "$work/verdaccio" "$work/npm-home"
    npm_from "$upstream" "$work/verdaccio" install --no-save --prefix "$work/verdaccio" verdaccio@6
    verdaccio=$work/verdaccio/node_modules/verdaccio/bin/verdaccio
    say "Verdaccio $(node "$verdaccio" --version)"
}

# start_verdaccio SIDE [UPSTREAM]: over the storage of that side.
start_verdaccio() {
    local side=$1 proxy='' uplinks='{}' port tries=0
    if [[ ${2:-} ]]; then
        uplinks="{ upstream: { url: '$2/', maxage: 1s } }"
        proxy=', proxy: upstream'
    fi
    cat >"$work/$side/verdaccio.yaml" <<YAML
storage: $work/$side/storage
auth: { htpasswd: { file: $work/$side/htpasswd } }
uplinks: $uplinks
packages: { '**': { access: \$all, publish: \$authenticated$proxy } }
log: { type: stdout, format: json, level: warn }
YAML
    port=$(free_port)
    verdaccio_url[$side]=http://127.0.0.1:$port
    node "$verdaccio" --config "$work/$side/verdaccio.yaml" --listen "127.0.0.1:$port" \
        >>"$work/$side/verdaccio.log" 2>&1 &
    verdaccio_pid[$side]=$!
    until curl -fsS -o "$work/$side/ping" "${verdaccio_url[$side]}/-/ping" 2>/dev/null; do
        kill -0 "${verdaccio_pid[$side]}" 2>/dev/null || fail "Verdaccio stopped: $(tail -n 5 "$work/$side/verdaccio.log")"
        ((++tries < 600)) || fail "Verdaccio was not ready within 60 s: $(tail -n 5 "$work/$side/verdaccio.log")"
        sleep 0.1
    done
    say "$side Verdaccio at ${verdaccio_url[$side]}"
}

stop_verdaccio() {
    kill "${verdaccio_pid[$1]}" 2>/dev/null || true
    wait "${verdaccio_pid[$1]}" 2>/dev/null || true
    unset "verdaccio_pid[$1]"
}

# run EXPECTED SIDE ARGUMENT…: a command of Packferry on that side, which must end so; its JSON goes to $work/out.json.
run() {
    local expected=$1 side=$2 status=0
    shift 2
    "$packferry" "$@" --json --config "$work/$side/packferry.yaml" >"$work/out.json" || status=$?
    [[ $status == "$expected" ]] || fail "packferry $* ended with $status instead of $expected: $(cat "$work/out.json")"
}

first_fill() {
    write_configuration near online
    start_verdaccio near "$upstream"
    echo "    registry: ${verdaccio_url[near]}" >>"$work/near/packferry.yaml"
    mkdir -p "$work/project"
    echo '{ "name": "project", "version": "1.0.0", "private": true }' >"$work/project/package.json"
    npm_from "${verdaccio_url[near]}" "$work/project" install express@4
    say "$(tarballs "$work/near/storage" | wc -l) tarballs in the storage"
}

refresh() {
    run 0 near refresh full --then none
    say "$(json .packages <"$work/out.json") packages, $(json .files <"$work/out.json") new files"
    run 0 near refresh full --then none
    [[ $(json .files <"$work/out.json") == 0 ]] || fail 'a second refresh found something new'
    say 'a second refresh finds nothing new'
}

repair() {
    local victim before
    victim=$(tarballs "$work/near/storage" | grep '^express/' | head -n 1)
    before=$(sha512sum <"$work/near/storage/$victim")
    truncate -s 100 "$work/near/storage/$victim"
    run 3 near scan
    [[ $(json .broken.count <"$work/out.json") == 1 ]] || fail "the scan found $(cat "$work/out.json")"
    run 0 near findings repair
    [[ $(sha512sum <"$work/near/storage/$victim") == "$before" ]] || fail "$victim was not repaired"
    say "$victim was cut short, found, and fetched again with the bytes that it had"
}

carry() {
    run 0 near artifact build
    local archive
    archive=$(json .path <"$work/out.json")
    write_configuration far offline
    run 0 far import apply "$archive"
    say "$(tarballs "$work/far/storage" | wc -l) tarballs on the far side"
}

# npm ci from a Verdaccio without uplink.
install() {
    start_verdaccio far
    rm -rf "$work/project/node_modules"
    npm_from "${verdaccio_url[far]}" "$work/project" ci --replace-registry-host=always
    node -e "process.chdir('$work/project'); require(require.resolve('express', { paths: ['.'] }))"
    say 'node loads express out of what was installed'
}

step 'Find packages' find_upstream
step 'Install Verdaccio 6' install_verdaccio
step 'Fill its storage for the first time' first_fill
step 'Refresh' refresh
step 'Rot and repair' repair
step 'Carry' carry
step 'npm ci on the far side' install
echo 'It works: filled, refreshed, repaired, carried and installed, with a real Verdaccio on both sides.'
