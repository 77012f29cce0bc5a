#!/usr/bin/env bash
# Takes a picture of every page of the demo office: as each role, in both languages
# and themes, 1440, 768 and 390 px wide. On the way every page is held against axe and
# the width of the window; what is wrong is listed at the end.
#   scripts/shots.sh FOLDER [ACCOUNT,…]     for example scripts/shots.sh /tmp/shots zuzhi,ld01
# Needs Go and Chromium's shell without windows (chromium-headless-shell).
set -euo pipefail
cd "$(dirname "$0")/.."
[ $# -ge 1 ] || { sed -n '2,6p' "$0"; exit 2; }
mkdir -p "$1"
folder=$(cd "$1" && pwd)
command -v chromium-headless-shell >/dev/null || { echo "chromium-headless-shell is missing" >&2; exit 1; }
KAOJI_SHOTS=$folder KAOJI_SHOTS_OF=${2:-} go test -count=1 -timeout 3h -tags browser,shots ./app/e2e -run TestEveryPageInBothLanguagesThemesAndAllWidths
ls "$folder" | wc -l | xargs echo "pictures:"
