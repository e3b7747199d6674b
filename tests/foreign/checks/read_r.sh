#!/usr/bin/env bash
# Runs the read.R of csv/ by R and compares what R then holds with the files and with status.json (`coreset status
# --json`), if it is there. `read_r.sh --print EXPORTS_DIR` only prints what R holds, as JSON.
# Called and ended like the checks in Python (see findings.py); CORESET_PYTHON names the python to use.
set -euo pipefail
here=$(dirname -- "${BASH_SOURCE[0]}")
print=no
[ "$1" != --print ] || { print=yes; shift; }
root=$1
[ -f "$root/csv/read.R" ] || { echo 'skipped: no csv/read.R'; exit 77; }
held=$(mktemp)
trap 'rm -f "$held"' EXIT
said=$(Rscript --vanilla "$here/read_r.R" "$root/csv/read.R" "$held" 2>&1) || {
    printf 'files: 1\nfinding: csv/read.R: R ends with an error: %s\n' "$(tail -n 1 <<<"$said")"
    exit 9
}
if [ "$print" = yes ]; then
    cat "$held"
else
    CORESET_HELD=$held "${CORESET_PYTHON:-python3}" "$here/read_r.py" "$root"
fi
