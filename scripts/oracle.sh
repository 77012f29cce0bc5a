#!/usr/bin/env bash
# Recomputes what the program computes: statistics, concentration, bonus,
# assignment, working days and deadlines, totals of assessments, special cases,
# results of appraisals and what can be solved for in them, tenure. The Python
# programs in scripts/oracle are written from the literature and the rules, not
# from the Go code; scripts/oracle/answer only calls the program's own functions.
# Any difference beyond the stated bounds fails and prints its input.
#
#   scripts/oracle.sh                    all subjects, then the control
#   scripts/oracle.sh --control          the control alone: every wrong answer has to be noticed
#   scripts/oracle.sh --only bonus       one subject
#   scripts/oracle.sh --seed 7 --scale 6 a seed of one's own, three times as many cases
#
# It needs Python 3.11 or later. The packages of scripts/oracle/requirements.txt
# are installed once into ${XDG_CACHE_HOME:-~/.cache}/kaoji-oracle.
set -euo pipefail
cd "$(dirname "$0")/.."

requirements=scripts/oracle/requirements.txt
venv=${XDG_CACHE_HOME:-$HOME/.cache}/kaoji-oracle/$(sha256sum "$requirements" | cut -c1-12)
if [ ! -e "$venv/complete" ]; then
  rm -rf "$venv"
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check -r "$requirements"
  touch "$venv/complete"
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
GOFLAGS="${GOFLAGS:-} -buildvcs=false" go build -o "$work/answer" ./scripts/oracle/answer
PYTHONDONTWRITEBYTECODE=1 OMP_NUM_THREADS=1 "$venv/bin/python" scripts/oracle/run.py "$work/answer" "$@"
