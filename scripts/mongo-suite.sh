#!/usr/bin/env bash
# Runs the storage suite against a real MongoDB: the address given, or the
# replica set of scripts/mongo-replica.compose.yml. Each case makes a database
# kaoji_test_… of its own there; remove them afterwards.
set -euo pipefail
cd "$(dirname "$0")/.."
export KAOJI_TEST_MONGODB_URI=${1:-mongodb://127.0.0.1:27117,127.0.0.1:27118,127.0.0.1:27119/?replicaSet=rs0}
go test -count=1 -v ./storage/mongo/...
