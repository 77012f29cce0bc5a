#!/usr/bin/env bash
# Attacks the program as strangers, users and whoever reaches its data would, and
# prints one table at the end: for each attack what was done, whether something was
# found, and whether its control (the same attack where there is something to be
# found) went red. Ends with 1 if anything was found or a control stayed green.
#
#   scripts/attack.sh                     all; about 15 minutes on two cores
#   ATTACK_EXAMPLES=50 scripts/attack.sh  more made-up requests for each operation (6)
#   ATTACK_KEEP=folder scripts/attack.sh  keeps the logs there
#
# It needs Python 3.11 or later; schemathesis is installed once into
# ${XDG_CACHE_HOME:-~/.cache}/kaoji-attack.
set -euo pipefail
cd "$(dirname "$0")/.."
examples=${ATTACK_EXAMPLES:-6}

work=$(mktemp -d)
mkdir "$work/logs" "$work/rows"
server=
stop() {
  trap - EXIT
  if [ -n "$server" ]; then kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; fi
  for job in $(jobs -p); do kill "$job" 2>/dev/null || true; done
  if [ -n "${ATTACK_KEEP:-}" ]; then mkdir -p "$ATTACK_KEEP" && cp -r "$work/logs" "$work/rows" "$ATTACK_KEEP"; fi
  rm -rf "$work"
}
trap stop EXIT

venv=${XDG_CACHE_HOME:-$HOME/.cache}/kaoji-attack/$(sha256sum scripts/attack/requirements.txt | cut -c1-12)
if [ ! -e "$venv/complete" ]; then
  rm -rf "$venv"
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check -r scripts/attack/requirements.txt
  touch "$venv/complete"
fi
export PYTHONDONTWRITEBYTECODE=1 GOFLAGS="${GOFLAGS:-} -buildvcs=false"
go build -o "$work/kaoji" ./app
go test -c -tags nightly -o "$work/app.test" ./app
go test -c -o "$work/sqlite.test" ./storage/sqlite
go test -c -o "$work/ballot.test" ./evaluation/ballot

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
address=http://127.0.0.1:$port
started() { # command: starts the server and waits until it answers
  KAOJI_DATA=$work/data KAOJI_LISTEN=127.0.0.1:$port KAOJI_LOG=error "$work/kaoji" "$1" >>"$work/logs/server.log" 2>&1 &
  server=$!
  for _ in $(seq 900); do
    if curl -sf -o /dev/null "$address/healthz"; then return; fi
    kill -0 "$server" 2>/dev/null || break
    sleep 1
  done
  cat "$work/logs/server.log"
  exit 1
}
started demo
kill "$server" && wait "$server"
cp -r "$work/data" "$work/crawled" # the crawl has a demo of its own
started serve

row() { # lane, name, figure, found, control
  printf '%s\t%s\t%s\t%s\n' "$2" "$3" "$4" "$5" >>"$work/rows/$1"
}
seconds() { echo "$((SECONDS - $1)) s"; }
verdict() { if [ "$1" = 0 ]; then echo ok; else echo "FOUND, see $2"; fi; }

# Every described operation, asked by somebody of each role: the writes go to a demo
# that is thrown away. Administrators come last, they shut accounts out.
fuzz() { # login, schemathesis' options
  local who=$1
  shift
  ATTACK_API=$address/api/v1 ATTACK_TOKEN=$(python3 scripts/attack/login.py "$address" "$who") || return 2
  export ATTACK_API ATTACK_TOKEN SCHEMATHESIS_HOOKS=hooks PYTHONPATH=$PWD/scripts/attack
  cd "$work" # schemathesis keeps what it found in a folder of its own
  "$venv/bin/schemathesis" run "$ATTACK_API/openapi.json" --url "$ATTACK_API" -H "Authorization: Bearer $ATTACK_TOKEN" \
    --checks not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,response_schema_conformance,unsupported_method,allow_header_conformance \
    --workers 2 --seed 1 --max-examples "$examples" --request-timeout 60 --generation-database none \
    --continue-on-failure --no-shrink --no-color --warnings off "$@"
}
fuzzed() { # lane, name, login, phases, options
  local lane=$1 name=$2 who=$3 phases=$4 log=$work/logs/fuzz-$1-$3.log found=0 red="NOT RED" start=$SECONDS
  shift 4
  (fuzz "$who" --phases "$phases" "$@") >"$log" 2>&1 || found=$?
  (ATTACK_CONTROL=/me fuzz "$who" --phases examples,coverage --include-path /me) >"$log.control" 2>&1 || true
  if grep -q 'Response violates schema' "$log.control"; then red=red; fi
  row "$lane" "$name" "$(grep -oE '[0-9]+ generated' "$log" | sed 's/ generated/ requests/'), $(seconds "$start")" "$(verdict "$found" "$log")" "$red"
}
over_http() {
  local all=(--exclude-path-regex '^/sessions?(/|$)|^/me/')
  fuzzed 1a "schemathesis: every value, as personnel" zuzhi coverage "${all[@]}"
  for who in zuzhi ld01 shenji admin; do
    fuzzed "1b-$who" "schemathesis as $who" "$who" examples,fuzzing "${all[@]}"
  done
  fuzzed 1c "schemathesis: login and own account" jigong examples,coverage,fuzzing --include-path-regex '^/sessions?(/|$)|^/me/'

  local red="NOT RED"
  if ! python3 scripts/attack/wire.py "$address" "$server" --control >"$work/logs/wire.control" 2>&1; then red=red; fi
  python3 scripts/attack/wire.py "$address" "$server" >"$work/logs/wire.log" 2>&1 || grep -q FOUND "$work/logs/wire.log" ||
    row 2 "attacks over connections" "" "$(verdict 1 wire.log)" "$red"
  while IFS=$'\t' read -r name figure found; do
    row 2 "$name" "$figure" "$found" "$red"
  done < <(grep -P '\t' "$work/logs/wire.log")
  # What nobody who asks is told: panics, effects and jobs that fail.
  local failures='msg="?(panic|job panicked|job failed|effect left for later)' bad
  bad=$(grep -cE "$failures" "$work/logs/server.log" || true)
  red="NOT RED"
  if grep -qE "$failures" <<<'level=ERROR msg="job failed" job=effects'; then red=red; fi
  row 3 "panics and failed jobs in the log" "$bad" "$(verdict "$bad" "$work/logs/server.log")" "$red"
}

# Attacks that are tests of the program, called by name. Their controls hear of
# KAOJI_CONTROL; a test that is not there is a finding.
tested() { # lane, name, what counts as a figure, control's value, control's tests, binary, folder, tests
  local lane=$1 name=$2 figure=$3 value=$4 few=$5 binary=$work/$6 folder=$7 tests=$8 log=$work/logs/test-$1.log found=0 red="NOT RED" start=$SECONDS
  (cd "$folder" && "$binary" -test.v -test.timeout 20m -test.run "$tests") >"$log" 2>&1 || found=1
  grep -q '^--- PASS' "$log" || found=1
  (cd "$folder" && KAOJI_CONTROL=$value "$binary" -test.v -test.timeout 20m -test.run "$few") >"$log.control" 2>&1 || true
  if grep -q '^--- FAIL' "$log.control"; then red=red; fi
  row "$lane" "$name" "$(grep -oE "$figure" "$log" | awk '/^ *---/ { n++; what = " cases"; next } { n += $1; $1 = ""; what = $0 } END { print n what }'), $(seconds "$start")" "$(verdict "$found" "$log")" "$red"
}
in_process() {
  KAOJI_TEST_DEMO=$work/crawled tested 4 "every page as every role" '[0-9]+ addresses' /no/such/page 'TestNothingIsOffered/admin' app.test app 'TestNothingIsOfferedThatDoesNotOpen'
  KAOJI_TEST_DEMO=$work/acted tested 5 "every offered act acted" '[0-9]+ offered acts' late 'TestEveryOfferedAct' app.test app 'TestEveryOfferedActCanBeDone'
  tested 6 "tampering, edit by edit" '^ +--- PASS' none 'TestVerifyFindsEveryEdit/2_' app.test app 'TestVerifyFinds(EveryEdit|WhatWasDone|ARandomEdit)'
  tested 7 "kill rounds of the storage" '[0-9]+ kills' hasty 'TestEveryAcknowledgedWriteOutlivesAKill' sqlite.test storage/sqlite 'TestEveryAcknowledgedWriteOutlivesA(Kill|PowerCut)'
  tested 8 "kill rounds of a ballot" '[0-9]+ kills' nobody 'TestAnAcknowledgedVoteOutlivesAKill' ballot.test evaluation/ballot 'TestAnAcknowledgedVoteOutlivesAKill'
}

in_process &
tests=$!
over_http
wait "$tests"

printf '\n%-46s %-30s %-8s %s\n' attack figure found control
failed=0
while IFS=$'\t' read -r name figure found red; do
  printf '%-46s %-30s %-8s %s\n' "$name" "$figure" "$found" "$red"
  if [ "$found" != ok ] || [ "$red" != red ]; then failed=1; fi
done < <(cat "$work"/rows/*)
for log in $(grep -lE '^--- FAIL|= FAILURES =' "$work"/logs/*.log); do
  printf '\n%s\n' "$log"
  grep -vE '^ *(=== |--- PASS)|not edited' "$log" | head -100
done
grep -hE 'panic|job failed|effect left' "$work/logs/server.log" | cut -c1-300 | sort -u -k4 | head -20 || true
echo "$SECONDS s"
exit "$failed"
