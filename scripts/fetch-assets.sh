#!/usr/bin/env bash
# Fetches the files that pages load, cuts them down to what the templates use,
# and records versions and checksums. Needs Node; only developers run it, when
# a version or a template's icons change. The result is committed.
set -euo pipefail
cd "$(dirname "$0")/.."

htmx=2.0.11 icons=3.51.0 swagger=5.35.0 axe=4.14.1
out=app/page/static/vendor
test=app/e2e/testdata
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

get() { # package version folder
  (cd "$work" && npm pack --silent "$1@$2" >/dev/null && mkdir -p "$3" && tar -xzf ./*.tgz -C "$3" --strip-components=1 && rm ./*.tgz)
}
get htmx.org $htmx htmx
get @tabler/icons $icons icons
get swagger-ui-dist $swagger swagger
get axe-core $axe axe

mkdir -p "$out" "$test"
cp "$work/htmx/dist/htmx.min.js" "$out/htmx.min.js"
cp "$work/htmx/LICENSE" "$out/htmx.LICENSE"
cp "$work/swagger/swagger-ui-bundle.js" "$work/swagger/swagger-ui.css" "$out/"
cp "$work/swagger/LICENSE" "$out/swagger-ui.LICENSE"
cp "$work/icons/LICENSE" "$out/tabler-icons.LICENSE"
cp "$work/axe/axe.min.js" "$test/axe.min.js"
cp "$work/axe/LICENSE" "$test/axe.LICENSE"

# One sprite of the icons that are used: {{icon "name"}} in templates, Icon: "name" in Go.
{
  echo '<svg xmlns="http://www.w3.org/2000/svg">'
  { grep -rhoE 'icon "[a-z0-9-]+"' app/page --include='*.html' || true
    grep -rhoE 'Icon: +"[a-z0-9-]+"' app/page --include='*.go' || true; } |
    sed -E 's/.*"([a-z0-9-]+)".*/\1/' | sort -u | while read -r name; do
    printf '<symbol id="%s" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">' "$name"
    sed -nE 's/^ *(<(path|circle|rect|line|polyline)[^>]*>) *$/\1/p' "$work/icons/icons/outline/$name.svg" | grep -v 'stroke="none"' | tr -d '\n'
    echo '</symbol>'
  done
  echo '</svg>'
} >"$out/icons.svg"

{
  echo '{'
  echo "  \"versions\": {\"htmx.org\": \"$htmx\", \"@tabler/icons\": \"$icons\", \"swagger-ui-dist\": \"$swagger\"},"
  echo '  "sha256": {'
  (cd "$out" && for f in htmx.min.js icons.svg swagger-ui-bundle.js swagger-ui.css; do
    printf '    "%s": "%s",\n' "$f" "$(sha256sum "$f" | cut -d' ' -f1)"
  done) | sed '$ s/,$//'
  echo '  }'
  echo '}'
} >"$out/VENDOR.json"
ls -l "$out"
