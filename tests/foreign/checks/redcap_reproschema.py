"""Another program imports the dictionary (reproschema): each field must come out as one item of its form, with the
same choices in the same order. What the program warns about is told as a note."""

import json
import pathlib
import subprocess
import sys
import tempfile

import findings
import redcap
from redcap import FORM, NAME, TYPE

CONFIG = """protocol_name: "coreset"
protocol_display_name: "coreset"
protocol_description: "coreset"
source_version: "1.0.0"
"""


def imported(folder, path):
    (folder / "rs.yaml").write_text(CONFIG, encoding="utf-8")
    program = pathlib.Path(sys.executable).with_name("reproschema")
    return subprocess.run(
        [program, "redcap2reproschema", path, folder / "rs.yaml", "--output-path", folder / "out"],
        capture_output=True,
        text=True,
        timeout=120,
    )


def check(state):
    path, _, rows = redcap.dictionary(state)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        done = imported(folder, path.resolve())
        if done.returncode != 0:
            last = (done.stderr or done.stdout).strip().splitlines()[-1:]
            state.finding(path, f"reproschema ends with {done.returncode}: {' '.join(last)}")
            return
        # It warns of limits in empty cells too; each warning is told once.
        for line in dict.fromkeys(done.stdout.splitlines()):
            if "warning" in line.casefold():
                state.note(line)
        for row in rows:
            item = folder / "out/coreset/activities" / row[FORM] / "items" / row[NAME]
            if not item.is_file():
                state.finding(path, f"{row[NAME]}: no item of {row[FORM]} comes out")
                continue
            given = json.loads(item.read_text(encoding="utf-8"))["responseOptions"].get("choices", [])
            if row[TYPE] in redcap.CHOSEN:
                codes = [str(choice["value"]) for choice in given]
                if codes != redcap.choices(row):
                    state.finding(path, f"{row[NAME]}: the choices come out as {codes}")


findings.run(check)
