#!/usr/bin/env bash
# Fetches the font of PDF documents, cuts it down to the characters that forms and names
# have, and records version and checksum. Needs Node and Python; only developers run it, when
# the version or the characters change. The result is committed.
set -euo pipefail
cd "$(dirname "$0")/.."

version=0.4.3 # of the package, with Noto Serif SC
out=app/pdf/font
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

(cd "$work" && npm pack --silent "@expo-google-fonts/noto-serif-sc@$version" >/dev/null && tar -xzf ./*.tgz)
python3 -m venv "$work/python"
"$work/python/bin/pip" install --quiet --requirement scripts/font/requirements.txt
"$work/python/bin/python" scripts/font/subset.py "$work/package/400Regular/NotoSerifSC_400Regular.ttf" scripts/font/names.txt "$out/NotoSerifSC.ttf.br"
cp "$work/package/LICENSE_FONT" "$out/NotoSerifSC.LICENSE"
cat >"$out/FONT.json" <<JSON
{
  "versions": {"@expo-google-fonts/noto-serif-sc": "$version"},
  "sha256": {
    "NotoSerifSC.ttf.br": "$(sha256sum "$out/NotoSerifSC.ttf.br" | cut -d' ' -f1)"
  }
}
JSON
ls -l "$out"
