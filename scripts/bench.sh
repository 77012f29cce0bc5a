#!/usr/bin/env bash
# The benchmark of the API: `scripts/bench.sh`, or with fewer records and less
# time `KAOJI_BENCH_RECORDS=10000 KAOJI_BENCH_SECONDS=2 scripts/bench.sh`.
# It prints requests per second, p50 and p99 for list, get and create over 32
# connections, beside the bare limit of the same run (a handler that verifies
# the token and makes the same call of the storage), and what 32 logins at once
# take in memory. Everything stays on this machine, in a temporary folder.
set -euo pipefail
cd "$(dirname "$0")/.."
export KAOJI_BENCH_RECORDS=${KAOJI_BENCH_RECORDS:-100000}
export KAOJI_BENCH_SECONDS=${KAOJI_BENCH_SECONDS:-5}
go test -run '^$' -bench '^BenchmarkOffice$' -benchtime 1x -timeout 20m ./app
