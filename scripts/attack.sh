#!/usr/bin/env bash
# Attacks the program as strangers and users would, and prints one table. Part of
# the nightly stage; takes about half an hour.
#
# usage: scripts/attack.sh
#
# Needs Python 3 with venv, and the Python package index for schemathesis.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
server=
stop() {
  if [ -n "$server" ]; then kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; fi
  rm -rf "$work"
}
trap stop EXIT

go build -o "$work/kaoji" ./app
python3 -m venv "$work/venv"
"$work/venv/bin/pip" -q install 'schemathesis==4.32.5'

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
address=http://127.0.0.1:$port
KAOJI_DATA=$work/data KAOJI_LISTEN=127.0.0.1:$port KAOJI_LOG=error "$work/kaoji" demo >"$work/demo.log" 2>&1 &
server=$!
for _ in $(seq 900); do
  curl -sf -o /dev/null "$address/healthz" && break
  kill -0 "$server" 2>/dev/null || { cat "$work/demo.log"; exit 1; }
  sleep 1
done

failed=0
row() { printf '%-44s %-24s %s\n' "$1" "$2" "$3"; }
run() { # name, log, command…
  local name=$1 log=$work/$2.log
  shift 2
  if "$@" >"$log" 2>&1; then row "$name" "" ok; else row "$name" "" FOUND; tail -40 "$log"; failed=1; fi
}

# The control: an address that is none must be found by the crawl.
if python3 scripts/attack.py "$address" "$server" --control >/dev/null 2>&1; then
  row "control" "" "NOT RED"; failed=1
else
  row "control" "" "red, as it must be"
fi
python3 scripts/attack.py "$address" "$server" || failed=1

# Every described operation as four roles; writes go to a demo office that is thrown away.
for who in admin zuzhi ld01 shenji; do
  token=$(python3 scripts/attack_token.py "$address" "$who")
  run "schemathesis as $who" "schemathesis-$who" "$work/venv/bin/schemathesis" run "$address/api/v1/openapi.json" \
    --url "$address/api/v1" -H "Authorization: Bearer $token" --max-examples 15 --workers 2 --seed 1 \
    --checks not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,unsupported_method \
    --exclude-path-regex '/session' --request-timeout 60
done

# Attacks that are tests of the program, called by name.
named() { # name, log, package, pattern, flags…
  local name=$1 log=$2 package=$3 pattern=$4
  shift 4
  if go test "$@" -list "$pattern" "$package" 2>/dev/null | grep -q '^Test'; then
    run "$name" "$log" go test -count=1 -timeout 20m "$@" -run "$pattern" "$package"
  else
    row "$name" "no test of that name" FOUND; failed=1
  fi
}
named "tampering, edit by edit" tamper ./app 'TestVerifyFinds'
named "kill rounds of the storage" kill-storage ./storage/sqlite 'TestEveryAcknowledgedWriteOutlives'
named "kill rounds of a ballot" kill-ballot ./evaluation/ballot 'TestAnAcknowledgedVoteOutlivesAKill'
named "every offered act acted" acts ./app 'TestEveryOfferedAct' -tags nightly
exit "$failed"
