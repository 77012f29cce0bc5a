#!/usr/bin/env bash
# The benchmark of the API: `scripts/bench.sh`, or with fewer records and less
# time `KAOJI_BENCH_RECORDS=10000 KAOJI_BENCH_SECONDS=2 scripts/bench.sh`.
# It prints requests per second, p50, p99 and bytes of a reply for list, get and
# create over 32 connections, the server's resident memory, and what 32 logins at
# once take of it; and beside it, in the same turns, the bare limit: a Fiber
# handler that verifies the token and copies as many stored bytes of the same rows
# from SQLite with one prepared query. The load and both servers are processes of
# their own. Goals are printed with whether they were met: only the shares of the
# limit say something about the program, the rest is the machine's.
#
# `scripts/bench.sh sizes` asks for the same page in an office of 10,000 records
# and in one of a million. `scripts/bench.sh pages` opens a page of every sort as
# every role of the demo, whose records are multiplied to 200,000, alone while somebody
# acts before each page, and by 16 at once while somebody acts every second, as often
# as KAOJI_BENCH_TIMES says; KAOJI_BENCH_READERS and
# KAOJI_BENCH_PAGES name some of them, KAOJI_BENCH_DATA a folder that keeps the office for the next run.
#
# KAOJI_BENCH_PROFILE names a folder for profiles of the processor. Everything
# stays on this machine, in a temporary folder.
set -euo pipefail
cd "$(dirname "$0")/.."
case "${1:-office}" in
office) bench=BenchmarkOffice ;;
sizes) bench=BenchmarkSizes ;;
pages) bench=BenchmarkPages ;;
*) echo "usage: scripts/bench.sh [office|sizes|pages]" >&2; exit 2 ;;
esac
go test -run '^$' -bench "^$bench\$" -benchtime 1x -timeout 60m ./app
