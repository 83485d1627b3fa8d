# Sourced by scripts/demo and scripts/bench: starting servers, asking them, and running npm with nothing else in reach.
# Expects $packferry (the binary) and $work (a folder of its own); npm_alone also $closed_port (nothing listens there).
# shellcheck shell=bash disable=SC2154

declare -A server_pid server_port

# step TITLE COMMAND…: says what happens and how long it took.
step() {
    local began=$EPOCHREALTIME title=$1
    shift
    echo "== $title"
    "$@"
    echo "   $(elapsed "$began") s"
}

elapsed() {
    awk -v began="$1" -v now="$EPOCHREALTIME" 'BEGIN { printf "%.1f", now - began }'
}

say() {
    echo "   $*"
}

fail() {
    echo "${0##*/}: $*" >&2
    exit 1
}

# json PATH: prints one member of the JSON document on standard input; PATH is JavaScript after the document.
json() {
    # shellcheck disable=SC2016
    node -e '
        const document = JSON.parse(require("node:fs").readFileSync(0, "utf8"))
        const value = new Function("document", `return document${process.argv[1]}`)(document)
        if (value === undefined || value === null) throw new Error(`no ${process.argv[1]} in the answer`)
        for (const each of [value].flat()) console.log(each)
    ' "$1"
}

free_port() {
    node -e '
        const server = require("node:net").createServer()
        server.listen(0, "127.0.0.1", () => { console.log(server.address().port); server.close() })
    '
}

# write_configuration SIDE ROLE: a side has its own state, artifacts, snapshots and storage.
write_configuration() {
    server_port[$1]=$(free_port)
    mkdir -p "$work/$1/storage"
    cat >"$work/$1/packferry.yaml" <<YAML
site: { role: $2, name: demo-$1 }
listen: 127.0.0.1:${server_port[$1]}
paths: { state: $work/$1/state, artifacts: $work/$1/artifacts, snapshots: $work/$1/snapshots }
repositories:
  npm:
    type: npm
    storage: $work/$1/storage
YAML
}

url() {
    echo "http://127.0.0.1:${server_port[$1]}"
}

start_server() {
    "$packferry" serve --config "$work/$1/packferry.yaml" >>"$work/$1/serve.log" 2>&1 &
    server_pid[$1]=$!
    local tries=0
    until curl -fsS -o "$work/$1/readyz" "$(url "$1")/readyz" 2>/dev/null; do
        kill -0 "${server_pid[$1]}" 2>/dev/null || fail "the $1 server stopped: $(tail -n 5 "$work/$1/serve.log")"
        ((++tries < 300)) || fail "the $1 server was not ready within 30 s: $(tail -n 5 "$work/$1/serve.log")"
        sleep 0.1
    done
    say "$1 side at $(url "$1"), process ${server_pid[$1]}"
}

stop_server() {
    [[ ${server_pid[$1]:-} ]] || return 0
    kill "${server_pid[$1]}" 2>/dev/null || true
    wait "${server_pid[$1]}" || say "the $1 server ended with status $?"
    unset "server_pid[$1]"
}

# finished_job SIDE LOCATION: waits by long polls for the job to end, and prints it.
finished_job() {
    local job state tries=0
    while ((++tries <= 40)); do
        job=$(curl -fsS "$(url "$1")$2?wait=30")
        state=$(json .state <<<"$job")
        case $state in
            succeeded) echo "$job" && return ;;
            queued | blocked | running) ;;
            *) fail "job $2 is $state: $job" ;;
        esac
    done
    fail "job $2 was not finished after 20 minutes: $job"
}

# tarballs FOLDER: the tarballs of a storage, one sorted line each.
tarballs() {
    (cd "$1" && find . -path ./.packferry -prune -o -name '*.tgz' -printf '%P\n' | sort)
}

# npm_alone SIDE PROJECT ARGUMENT…: npm with a cache of its own; all but that side's registry is a closed port.
npm_alone() {
    local registry closed home=$work/npm-home
    registry=$(url "$1")/npm/ closed=http://127.0.0.1:$closed_port
    mkdir -p "$home"
    (
        cd "$2" || exit
        shift 2
        env -i PATH="$PATH" HOME="$home" LC_ALL=C.UTF-8 \
            HTTP_PROXY="$closed" HTTPS_PROXY="$closed" http_proxy="$closed" https_proxy="$closed" \
            NO_PROXY=127.0.0.1 no_proxy=127.0.0.1 npm_config_registry="$registry" \
            npm_config_userconfig="$home/user.npmrc" npm_config_globalconfig="$home/global.npmrc" \
            npm_config_cache="$(mktemp -d "$work/npm-cache.XXXX")" npm_config_prefix="$home/prefix" \
            npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false npm_config_fetch_retries=0 \
            timeout 300 npm --ignore-scripts "$@"
    )
}
