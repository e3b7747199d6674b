"""Makes a wrong export out of a right one, by one change: `mutate.py NAME IN OUT` copies the folders that the check of
that name reads from IN to OUT and changes one thing there. `mutate.py --list` prints NAME CHECK FOLDERS, a line each.

It ends with 77 where IN has nothing that could be changed so. It only knows the formats, never a form or a study, so
that it works on any export of ours. Each change is one that the check must refuse; `run` sees to that.
"""

import pathlib
import shutil
import sys

import datasets
import odm
import pages
import tables
import transport
from change import MUTATIONS, NothingToChange

# Each of these adds its mutations to the list as it is read.
KINDS = (odm, datasets, transport, tables, pages)


def main():
    if sys.argv[1:] == ["--list"]:
        for name, (check, folders, _) in MUTATIONS.items():
            print(name, check, ",".join(folders))
        return
    name, source, target = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
    _, folders, change = MUTATIONS[name]
    for folder in folders:
        if not (source / folder).is_dir():
            sys.exit(77)
        shutil.copytree(source / folder, target / folder)
    if (source / "status.json").is_file():
        shutil.copy(source / "status.json", target / "status.json")
    try:
        change(target)
    except (NothingToChange, FileNotFoundError):
        sys.exit(77)


main()
