#!/usr/bin/env bash
# All that CI runs. Two other modes:
#   scripts/check.sh quick     format, lint and the tests, without the race detector
#   scripts/check.sh nightly   all that CI runs, and what takes long: rounds of kills
#                              and power cuts, fuzzing a minute each, tests behind
#                              the tag nightly, the recomputation by
#                              scripts/oracle.sh and the attacks of scripts/attack.sh
set -euo pipefail
cd "$(dirname "$0")/.."

mode=${1:-ci}
LINT=v2.15.0
cache=${XDG_CACHE_HOME:-$HOME/.cache}/kaoji-tools
# As the program is built, so that nothing is compiled twice; the race detector
# needs cgo.
export GOFLAGS=-buildvcs=false CGO_ENABLED=0

# step says what comes, and how many seconds and seconds of processors all before took.
step() {
  local stat
  read -ra stat </proc/$$/stat
  printf '\n== %s (%ss, processors %ss)\n' "$*" "$SECONDS" "$(((stat[15] + stat[16]) / $(getconf CLK_TCK)))"
}

step "format"
test -z "$(gofmt -s -l app auth evaluation scripts storage | tee /dev/stderr)"

step "nothing built is committed"
large=$(git ls-files -z | xargs -0 du -k --threshold=4M)
test -z "$large" || { echo "larger than 4 MB: $large" >&2; exit 1; }

# The linter runs all that vet has, and more, also over what stands behind the tags
# browser, office and nightly. For vet alone the machine would read every package again.
step "lint $LINT"
if [ ! -x "$cache/$LINT/golangci-lint" ]; then
  GOBIN="$cache/$LINT" go install "github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$LINT"
fi
"$cache/$LINT/golangci-lint" run --config scripts/golangci.yml --build-tags browser,office,nightly ./...

step "modules are tidy"
go mod tidy -diff
(cd storage/mongo/testserver && go mod tidy -diff)

# The tests write through to the disk tens of thousands of times. In memory that
# costs nothing; what outlives a power cut is proven by cutting it, not by a disk.
work=$(mktemp -d)
trap 'rm -rf "$work" "${memory:-}"' EXIT
room=$(df --output=avail -k /dev/shm 2>/dev/null | tail -1 || echo 0)
if [ "${room:-0}" -gt 4000000 ] && ! findmnt -no OPTIONS /dev/shm | grep -q noexec; then
  memory=$(mktemp -d -p /dev/shm)
  export GOTMPDIR=${GOTMPDIR:-${TMPDIR:-/tmp}} TMPDIR=$memory
  GOFLAGS+=" '-exec=env GOTMPDIR=$memory'" # where t.TempDir makes folders; builds stay on the disk
fi

if [ "$mode" = quick ]; then
  step "tests: the README's command"
  go test -timeout=20m ./...
  exit 0
fi

# What is not instrumented makes the tests take half the time. SQLite itself is C made
# into Go: what its connections share they share through files and locks. The
# other packages compute over texts, which nobody can change, or reach values of
# ours through package reflect alone, which is instrumented; without inlining (-l)
# it is called there. scripts/races holds that such races are found. The nightly
# run instruments these packages, too.
races=('-gcflags=github.com/ncruces/go-sqlite3-wasm/...=-race=false -d=checkptr=0')
if [ "$mode" != nightly ]; then
  for package in encoding/{json,xml} {text,html}/template text/template/parse regexp regexp/syntax strconv strings unicode unicode/utf8 \
    golang.org/x/net/html golang.org/x/text/... github.com/xuri/excelize/v2 compress/flate image/jpeg image/png image/draw \
    kaoji/app/{paper,docx,xlsx,lrmx}; do
    races+=("-gcflags=$package=-race=false -l")
  done
  races+=('-gcflags=reflect=-d=checkptr=0')
fi

# Tests that ask one thing hundreds of times, one after the other: the detector has
# seen in the first what it could see in all, and takes four times as long.
often='^Test(MongoDBKeepsTheContract|ReadingCostsWhatAPageShows|TheDemoIsAliveAtTheTurnOfAYear|AFigureIsTheLengthOfItsList'
often+='|AnExportNeedsAsMuchMemory.*|FilingListsOnThePage.*|AnEmptyOfficeIsFilledFromForms.*|VerifyFinds(EveryEdit|ARandomEdit).*|AFileIsTheSameByteForByte.*)$'

# Not with the detector but nightly, when there are rounds of killed processes and of
# power cuts, too, and a whole MongoDB is upgraded, for which its test server needs a
# minute.
long= skipped=()
if [ "$mode" != nightly ]; then
  long='OutlivesA(Kill|PowerCut)$|ThoughTheProcessIsKilled$|ThatIsKilled|The(Crash|PowerCut)TestSees|AMongoDBOfTheOldProgramIsUpgradedInPlace'
  skipped=(-skip "$often|$long")
fi

# The tests of pages, of measures and of what writes documents ask one thing after the
# other. With the detector they take three to seven times as long, so they run with it at
# night; requests at the same time are in the tests of the program, the server, the API
# and the engine, and effects that do several things at a time in those of measure 7.
raced=(./...) alone=(./app/page)
if [ "$mode" != nightly ]; then
  mapfile -t raced < <(go list ./... | grep -vE '^kaoji/(app/(page|paper|docx|xlsx|lrmx)|evaluation/.*)$'; go list ./evaluation/{assessment,ballot,desk,roster})
  mapfile -t alone < <(go list ./... | grep -vxFf <(printf '%s\n' "${raced[@]}"))
fi

# Under the race detector a sample of the matrices' questions is asked; the whole
# tables are compared without it.
step "tests: the README's command with the race detector, in any order"
# MongoDB first: its tests wait for a server and take longest.
CGO_ENABLED=1 go test -race "${races[@]}" -vet=off "${skipped[@]}" -shuffle=on -timeout=30m ./storage/mongo "${raced[@]}"
step "pages, measures, every question and every edit, without the race detector"
go test -vet=off -skip "$long" -shuffle=on -timeout=20m "${alone[@]}" &
pages=$!
go test -vet=off -run "Reviewed|$often" ./storage/mongo ./app ./app/api
wait "$pages"

step "fuzz"
if [ "$mode" = nightly ]; then FUZZTIME=${FUZZTIME:-60s} scripts/fuzz.sh; else FUZZTIME=${FUZZTIME:-1s} scripts/fuzz.sh; fi

step "build without cgo, start, ask, stop"
go build -o "$work/kaoji" ./app
port=$(shuf -i 20000-29999 -n 1)
KAOJI_DATA="$work/data" KAOJI_LISTEN="127.0.0.1:$port" "$work/kaoji" serve >"$work/out" 2>&1 &
pid=$!
for i in $(seq 1 100); do
  if curl -fsS "http://127.0.0.1:$port/readyz" 2>/dev/null; then ready=1; break; fi
  sleep 0.2
done
test "${ready:-}" = 1 || { cat "$work/out"; exit 1; }
kill -TERM "$pid"
wait "$pid"

step "documents in a real office program"
for program in soffice pdftotext; do
  command -v $program >/dev/null || { echo "$program is not installed" >&2; exit 1; }
done
go test -vet=off -tags office -count=1 -run LibreOffice ./app/page

step "pages in a real browser"
command -v chromium-headless-shell >/dev/null || { echo "chromium-headless-shell is not installed" >&2; exit 1; }
if [ "$mode" = nightly ]; then
  go test -vet=off -tags browser,nightly -count=1 -timeout=3h ./app/e2e/... # and every page in every look
else
  go test -vet=off -tags browser -count=1 -timeout=25m ./app/e2e/...
fi

if [ "$mode" = nightly ]; then
  step "vet of what the linter does not read"
  go vet ./app # with the clock that stands beside that of the browser's tests
  (cd storage/mongo/testserver && go vet ./...)
  step "tests that take long, but those that scripts/attack.sh calls"
  go test -vet=off -tags nightly -count=1 -timeout=60m -skip '^(TestNothingIsOfferedThatDoesNotOpen|TestEveryOfferedActCanBeDone)$' ./...
  step "recomputed from the literature and the rules"
  scripts/oracle.sh
  step "attacked"
  scripts/attack.sh
fi

step "all green"
