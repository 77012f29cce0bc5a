#!/usr/bin/env bash
# Every fuzz target of the tree, FUZZTIME each (20 s unless set).
set -euo pipefail
cd "$(dirname "$0")/.."

FUZZTIME=${FUZZTIME:-20s}

run() { # folder name how-long
  go test -vet=off -run='^$' -fuzz="^$2\$" -fuzztime="$3" "./$1" 2>&1
}

# When the time is up on a busy machine, go test may report the deadline of its
# own workers as a failure (golang/go issue 48591). A finding always names the
# input that it wrote. Without one the target runs again, as many executions as
# the time allowed: a run that counts has no deadline, so it ends green or with
# a finding.
fuzz() { # folder name
  local out count
  if out=$(run "$1" "$2" "$FUZZTIME"); then
    tail -1 <<<"$out"
    return
  fi
  echo "$out"
  grep -q 'context deadline exceeded' <<<"$out" || return 1
  if grep -q 'Failing input written' <<<"$out"; then return 1; fi
  count=$(sed -n 's/.*execs: \([0-9]*\).*/\1/p' <<<"$out" | tail -1)
  if [ "${count:-0}" -lt 1000 ]; then count=1000; fi
  echo "no failing input, only the deadline: again, $count executions"
  run "$1" "$2" "${count}x"
}

# The list is read first: a failing target must end the script, and a target
# must not read what is left of the list.
mapfile -t targets < <(grep -r --include='*_test.go' '^func Fuzz' app auth evaluation storage |
  sed -n 's|^\(.*\)/[^/]*:func \(Fuzz[A-Za-z0-9_]*\)(.*|\1 \2|p' | sort)
test ${#targets[@]} -gt 0
for target in "${targets[@]}"; do
  read -r folder name <<<"$target"
  echo "$folder $name"
  fuzz "$folder" "$name"
done
