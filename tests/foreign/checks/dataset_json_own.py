"""What the schema of Dataset-JSON does not see: rows against the header and the columns, exact decimals,
names and labels that SAS can hold, and the datasets against define.xml."""

import re
import xml.etree.ElementTree as etree

import findings

DECIMAL = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?")
DEFINED = "{http://www.cdisc.org/ns/odm/v1.3}"


def wrong(column, cell):
    """Returns what is wrong with a cell, or nothing."""
    kind = column["dataType"]
    if cell is None:
        return None
    if "decimal" in (kind, column.get("targetDataType")):
        if not isinstance(cell, str) or not DECIMAL.fullmatch(cell):
            return f"{cell!r} is no decimal in text"
    elif kind == "integer":
        if type(cell) is not int:
            return f"{cell!r} is no integer"
    elif kind in ("float", "double"):
        # Fractions are loaded as text, so that none is rounded on the way.
        if type(cell) is not int and not (isinstance(cell, str) and DECIMAL.fullmatch(cell)):
            return f"{cell!r} is no number"
    elif kind == "boolean":
        if not isinstance(cell, bool):
            return f"{cell!r} is no boolean"
    elif not isinstance(cell, str):
        return f"{cell!r} is no text"
    elif "length" in column and len(cell) > column["length"]:
        return f"{len(cell)} characters where {column['length']} are declared"
    return None


def of_columns(state, path, dataset):
    names = [column["name"] for column in dataset["columns"]]
    for name in {name for name in names if names.count(name) > 1}:
        state.finding(path, f"the column {name} stands twice")
    for name in [dataset["name"], *names]:
        if not re.fullmatch(r"[A-Z_][A-Z0-9_]{0,7}", name):
            state.finding(path, f"{name!r} is no name of at most 8 characters")
    for column in dataset["columns"]:
        if len(column["label"]) > 40:
            state.finding(path, f"the label of {column['name']} is longer than 40 characters")
    if "isReferenceData" in dataset:
        state.finding(path, "isReferenceData is not of version 1.1")


def of_rows(state, path, dataset):
    rows, columns = dataset.get("rows", []), dataset["columns"]
    if dataset["records"] != len(rows):
        state.finding(path, f"records says {dataset['records']}, there are {len(rows)} rows")
    keys = sorted((c["keySequence"], i) for i, c in enumerate(columns) if "keySequence" in c)
    seen = {}
    for number, row in enumerate(rows, 1):
        if len(row) != len(columns):
            state.finding(path, f"row {number} has {len(row)} cells, there are {len(columns)} columns")
            continue
        for column, cell in zip(columns, row):
            if what := wrong(column, cell):
                state.finding(path, f"row {number}, {column['name']}: {what}")
        key = tuple(str(row[index]) for _, index in keys)
        if keys and seen.setdefault(key, number) != number:
            state.finding(path, f"row {number} has the key of row {seen[key]}")


def of_define(state, define, datasets):
    """Each dataset and each column is in define.xml, under the same OID, and the other way round."""
    root = etree.parse(define).getroot()
    groups = {
        group.get("OID"): (group.get("Name"), [r.get("ItemOID") for r in group.findall(DEFINED + "ItemRef")])
        for group in root.iter(DEFINED + "ItemGroupDef")
    }
    names = {item.get("OID"): item.get("Name") for item in root.iter(DEFINED + "ItemDef")}
    for path, dataset in datasets:
        name, items = groups.pop(dataset["itemGroupOID"], (None, []))
        if name != dataset["name"]:
            state.finding(path, f"define.xml has no dataset {dataset['name']} under {dataset['itemGroupOID']}")
            continue
        own = [(column["itemOID"], column["name"]) for column in dataset["columns"]]
        if own != [(item, names.get(item)) for item in items]:
            state.finding(path, "its columns are not those of define.xml, in that order")
    for name, _ in groups.values():
        state.finding(define, f"there is no file of the dataset {name}")


def check(state):
    datasets = []
    for path in state.each("dataset-json", "*.json"):
        dataset = findings.loaded(path)
        of_columns(state, path, dataset)
        of_rows(state, path, dataset)
        datasets.append((path, dataset))
    for define in state.each("dataset-json", "define.xml"):
        of_define(state, define, datasets)


findings.run(check)
