#!/usr/bin/env bash
# Prints each page of report/ by chromium: A4, tagged, with a title, no blank page, and with every line that a
# sidecar names (`NAME.expected.txt` beside NAME.html, else `expected.txt`). A line is looked for without regard to
# blanks and line ends. Called and ended like the checks in Python (see findings.py).
set -euo pipefail
root=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mapfile -t files < <(find "$root/report" -maxdepth 1 -name '*.html' | sort)
printf 'files: %d\n' "${#files[@]}"
[ "${#files[@]}" -gt 0 ] || { echo 'skipped: no file to read'; exit 77; }
found=0
finding() { found=1; printf 'finding: %s: %s\n' "${1#"$root"/}" "$2"; }
bare() { tr -d '[:space:]\f'; }

print() {
    HOME=$work timeout 90 chromium --headless --no-sandbox --disable-gpu --disable-dev-shm-usage --no-first-run \
        --disable-background-networking --user-data-dir="$work/profile" --no-pdf-header-footer \
        --print-to-pdf="$2" "file://$(realpath "$1")" >/dev/null 2>&1 || true
    [ -s "$2" ]
}

for file in "${files[@]}"; do
    pdf=$work/page.pdf
    rm -f "$pdf"
    # On a busy machine the browser may fail to begin; a page that cannot be printed fails twice.
    print "$file" "$pdf" || print "$file" "$pdf" || { finding "$file" 'chromium prints nothing'; continue; }
    about=$(pdfinfo "$pdf")
    grep -Eq '^Page size: +59[45](\.[0-9]+)? x 84[12](\.[0-9]+)? pts' <<<"$about" ||
        finding "$file" "not A4 upright: $(grep '^Page size' <<<"$about")"
    grep -Eq '^Tagged: +yes' <<<"$about" || finding "$file" 'not tagged'
    grep -Eq '^Title: +[^ ]' <<<"$about" || finding "$file" 'without a title'
    pages=$(awk '/^Pages:/ { print $2 }' <<<"$about")
    for ((page = 1; page <= pages; page++)); do
        [ -n "$(pdftotext -f "$page" -l "$page" "$pdf" - | bare)" ] || finding "$file" "page $page is blank"
    done
    text=$(pdftotext "$pdf" - | bare)
    expected=${file%.html}.expected.txt
    [ -f "$expected" ] || expected=$root/report/expected.txt
    [ -f "$expected" ] || { printf 'note: %s: no text is expected of it\n' "${file#"$root"/}"; continue; }
    while IFS= read -r line || [ -n "$line" ]; do
        [ -n "$line" ] || continue
        grep -Fq -- "$(bare <<<"$line")" <<<"$text" || finding "$file" "not on paper: $line"
    done <"$expected"
done
[ "$found" = 0 ] || exit 9
