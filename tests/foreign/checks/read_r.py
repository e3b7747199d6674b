"""What R holds after read.R (CORESET_HELD, see `read_r.sh`) against csv/ itself: as many rows, the titles as labels,
the same number of values and the same mean of each number, texts unchanged (an id `01` stays `01`). `status.json`
says how many are enrolled, and who."""

import fractions
import json
import os

import findings


def filled(cells, missing):
    return [cell for cell in cells if cell not in missing]


def of_column(name, field, cells, missing, held):
    """Yields what R has otherwise than the file."""
    values = filled(cells, missing)
    if held["count"] != len(values):
        yield f"{name}: {held['count']} values in R, {len(values)} in the file"
        return
    if field.get("title") and held.get("label") != field["title"]:
        yield f"{name}: the label is {held.get('label')!r}, the title {field['title']!r}"
    if field.get("type") in ("number", "integer") and values:
        if "mean" not in held:
            if "levels" not in held:
                yield f"{name}: R holds no numbers, but {held['class']}"
            return
        mean = sum(map(fractions.Fraction, values)) / len(values)
        if abs(float(mean) - held["mean"]) > 1e-9 * max(1, abs(float(mean))):
            yield f"{name}: the mean is {held['mean']} in R, {float(mean)} in the file"
    elif field.get("type") == "string" and "values" in held:
        for number, (cell, value) in enumerate(zip(cells, held["values"]), 2):
            if (value or "") != ("" if cell in missing else cell):
                yield f"{name}, row {number}: {value!r} in R, {cell!r} in the file"
                return
    elif field.get("type") == "string" and "levels" not in held and held["class"] in ("integer", "numeric"):
        yield f"{name}: R made numbers of texts"


def of_status(state, held):
    path = state.root / "status.json"
    if not path.is_file():
        state.note("no status.json to compare with")
        return
    status = findings.loaded(path)
    people = held.get("participants")
    if people is None:
        state.finding(path, "R holds no data frame `participants`")
        return
    if people["rows"] != status["enrolled"]:
        state.finding(path, f"{status['enrolled']} are enrolled, R holds {people['rows']}")
    own = sorted(person["id"] for person in status["participants"])
    there = sorted(people["columns"].get("participant", {}).get("values", []))
    if own != there:
        state.finding(path, f"other participants than in R: {sorted(set(own) ^ set(there))}")


def check(state):
    with open(os.environ["CORESET_HELD"], encoding="utf-8") as file:
        held = json.load(file)
    script = state.one("csv", "read.R")
    for resource in findings.loaded(state.root / "csv" / "datapackage.json")["resources"]:
        path = state.root / "csv" / resource["path"]
        frame = held.get(resource["name"].replace("-", "_")) or held.get(resource["name"])
        if frame is None:
            state.finding(script, f"makes no data frame of {resource['path']}")
            continue
        state.files += 1
        header, rows = findings.table(path)
        if frame["rows"] != len(rows):
            state.finding(path, f"{frame['rows']} rows in R, {len(rows)} in the file")
            continue
        schema = resource.get("schema", {})
        missing = set(schema.get("missingValues", [""]))
        fields = {field["name"]: field for field in schema.get("fields", [])}
        for index, name in enumerate(header):
            if name not in frame["columns"]:
                state.finding(path, f"R has no column {name}")
                continue
            cells = [row[index] for row in rows]
            for what in of_column(name, fields.get(name, {}), cells, missing, frame["columns"][name]):
                state.finding(path, what)
    of_status(state, held)


findings.run(check)
