"""What every check shares: how it is called, how it says what it found, how it ends.

A check is called with the folder of the exports and prints one line for each thing it has to say:
`finding: FILE: WHAT`, `note: WHAT` (told, not counted), `files: N`, `skipped: REASON`. It ends with 0 when
nothing was found, with 9 when something was, and with 77 when it had nothing to read. Any other end means
that the check itself broke. It never writes into the folder of the exports.
"""

import csv
import json
import pathlib
import sys

FOUND = 9
SKIPPED = 77
# A broken file can give thousands of lines; the first of them say what is wrong.
SHOWN = 40


class Check:
    """One run of a check over a folder of exports."""

    def __init__(self, root):
        self.root = pathlib.Path(root)
        self.found = 0
        self.files = 0

    def each(self, folder, pattern, but=()):
        """Returns the files of a folder in order, and counts them."""
        names = sorted(
            path
            for path in (self.root / folder).glob(pattern)
            if path.is_file() and path.name not in but and path.name != "manifest.json"
        )
        self.files += len(names)
        return names

    def one(self, folder, pattern):
        """Returns the only file of that kind, or ends the check."""
        names = self.each(folder, pattern)
        if not names:
            self.skip(f"no {pattern} in {folder}/")
        return names[0]

    def finding(self, path, what):
        self.found += 1
        if self.found <= SHOWN:
            print(f"finding: {self.named(path)}: {' '.join(str(what).split())}")

    def note(self, what):
        print(f"note: {' '.join(str(what).split())}")

    def named(self, path):
        try:
            return pathlib.Path(path).relative_to(self.root)
        except ValueError:
            return path

    def skip(self, why):
        print(f"skipped: {why}")
        sys.exit(SKIPPED)

    def end(self):
        if self.found > SHOWN:
            print(f"note: {self.found - SHOWN} more of them")
        print(f"files: {self.files}")
        if self.files == 0:
            self.skip("no file to read")
        sys.exit(FOUND if self.found else 0)


def run(check):
    """Runs a check over the folder that the command line names."""
    if len(sys.argv) != 2:
        sys.exit(f"usage: {sys.argv[0]} EXPORTS_DIR")
    state = Check(sys.argv[1])
    check(state)
    state.end()


def table(path):
    """Returns the header and the rows of a CSV file, all of it text."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    return (rows[0], rows[1:]) if rows else ([], [])


def records(path):
    """Returns the rows of a CSV file by the names of its columns."""
    header, rows = table(path)
    return [dict(zip(header, row)) for row in rows]


def loaded(path):
    """Returns a JSON file; numbers with a fraction stay text, so that none of them is rounded."""
    with open(path, encoding="utf-8") as file:
        return json.load(file, parse_float=str)
