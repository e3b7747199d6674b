"""Four readers of SAS XPORT agree on every cell of every file: pyreadstat, pandas, R haven and xport-js.

The readers are those of `xpt/`: `read.py pyreadstat|pandas FILE`, `read.js FILE` and `read.R FILE` each print the
file as CSV, the names of the columns first, a missing value as nothing. Texts must be the same; numbers must be the
same double, however they are written. A reader whose program is missing is told; with fewer than two there is nothing
to compare.
"""

import csv
import io
import os
import pathlib
import re
import shutil
import subprocess
import sys

import findings

SCRIPTS = pathlib.Path(__file__).resolve().parent.parent / "xpt"


def readers():
    """Returns the command of each reader that can run here, and the reasons for those that cannot."""
    node = pathlib.Path(os.environ.get("CORESET_NODE", "")) / "node_modules/xport-js"
    haven = os.environ.get("CORESET_HAVEN") == "yes"
    wanted = {
        "pyreadstat": ([sys.executable, SCRIPTS / "read.py", "pyreadstat"], True, ""),
        "pandas": ([sys.executable, SCRIPTS / "read.py", "pandas"], True, ""),
        "xport-js": (["node", SCRIPTS / "read.js"], shutil.which("node") and node.is_dir(), "it is not installed"),
        "haven": (["Rscript", "--vanilla", SCRIPTS / "read.R"], haven, "it is not installed"),
    }
    ready, missing = {}, []
    for name, (command, there, why) in wanted.items():
        if not next(part for part in command if isinstance(part, pathlib.Path)).is_file():
            missing.append(f"{name}: its script in xpt/ is not there")
        elif not there:
            missing.append(f"{name}: {why}")
        else:
            ready[name] = command
    return ready, missing


def by_script(command, path):
    environment = dict(os.environ, NODE_PATH=os.path.join(os.environ.get("CORESET_NODE", ""), "node_modules"))
    done = subprocess.run([*command, path], capture_output=True, text=True, timeout=120, env=environment)
    if done.returncode != 0:
        last = (done.stderr or done.stdout).strip().splitlines()[-1:]
        raise ValueError(f"cannot read it: {' '.join(last)}")
    return list(csv.reader(io.StringIO(done.stdout)))


def same(left, right):
    if left == right:
        return True
    number = r"-?\d+(\.\d+)?e-?\d+"
    return bool(re.fullmatch(number, left) and re.fullmatch(number, right)) and float(left) == float(right)


def compare(state, path, tables):
    first, *others = tables.items()
    for name, rows in others:
        if len(rows) != len(first[1]):
            state.finding(path, f"{len(rows) - 1} rows for {name}, {len(first[1]) - 1} for {first[0]}")
            continue
        if rows[0] != first[1][0]:
            state.finding(path, f"{name} and {first[0]} see other columns")
            continue
        for number, (mine, its) in enumerate(zip(first[1][1:], rows[1:]), 1):
            for column, left, right in zip(rows[0], mine, its):
                if not same(left, right):
                    state.finding(path, f"row {number}, {column}: {left!r} for {first[0]}, {right!r} for {name}")


def check(state):
    ready, missing = readers()
    for why in missing:
        state.note(f"not compared with {why}")
    if len(ready) < 2:
        state.skip("fewer than two readers: " + "; ".join(missing))
    for path in state.each("xpt", "*.xpt"):
        tables = {}
        for name, command in ready.items():
            try:
                tables[name] = by_script(command, path)
            except (ValueError, subprocess.TimeoutExpired) as error:
                state.finding(path, f"{name} {error}")
        if tables and all(tables.values()):
            compare(state, path, tables)


findings.run(check)
