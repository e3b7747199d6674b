#!/usr/bin/env bash
# The Nu checker (vnu-jar) on each page of report/: an error is a finding, a warning a note.
# Called and ended like the checks in Python (see findings.py).
set -euo pipefail
root=$1
mapfile -t files < <(find "$root/report" -maxdepth 1 -name '*.html' | sort)
printf 'files: %d\n' "${#files[@]}"
[ "${#files[@]}" -gt 0 ] || { echo 'skipped: no file to read'; exit 77; }
code=0
said=$(java -jar "$CORESET_NODE/node_modules/vnu-jar/build/dist/vnu.jar" --format gnu "${files[@]}" 2>&1) || code=$?
found=0
while IFS= read -r line; do
    line=${line/#\"file:$root\//}
    line=${line/\":/: line }
    case $line in
        *': error: '* | *': non-document-error: '* | *': fatal: '*) found=1; printf 'finding: %s\n' "$line" ;;
        ?*) printf 'note: %s\n' "$line" ;;
    esac
done <<<"$said"
[ "$found" = 0 ] || exit 9
[ "$code" = 0 ] || exit 1
