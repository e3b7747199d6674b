"""csv/ and redcap/ made wrong, a cell or a row at a time."""

import csv
import json

from change import NothingToChange, files, first, in_text, mutation, store


def sheet(root, folder, wanted):
    """The first table of a folder that suits, as (path, header, rows)."""
    for path in files(root, folder, "*.csv"):
        with open(path, encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
        if len(rows) > 1 and wanted(path, rows[0]):
            return path, rows[0], rows[1:]
    raise NothingToChange


def keep(path, header, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])


def field(root, wanted):
    """The first field of csv/ that suits and has a value: (path, header, rows, column, row)."""
    package = json.loads((root / "csv/datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        for one in resource.get("schema", {}).get("fields", []):
            if not wanted(one):
                continue
            path = root / "csv" / resource["path"]
            with open(path, encoding="utf-8-sig", newline="") as file:
                header, *rows = list(csv.reader(file))
            at = header.index(one["name"])
            for number, row in enumerate(rows):
                if row[at] != "":
                    return path, header, rows, at, number, one
    raise NothingToChange


def is_number(one):
    return one.get("type") in ("number", "integer")


@mutation("csv_frictionless", "csv")
def csv_text_for_a_number(root):
    path, header, rows, at, number, _ = field(root, is_number)
    rows[number][at] = "high"
    keep(path, header, rows)


@mutation("csv_frictionless", "csv")
def csv_above_its_maximum(root):
    path, header, rows, at, number, one = field(root, lambda one: "maximum" in one.get("constraints", {}))
    rows[number][at] = str(int(float(one["constraints"]["maximum"])) + 1)
    keep(path, header, rows)


@mutation("csv_frictionless", "csv")
def csv_not_in_its_list(root):
    path, header, rows, at, number, _ = field(root, lambda one: "enum" in one.get("constraints", {}))
    rows[number][at] = "77"
    keep(path, header, rows)


@mutation("csv_frictionless", "csv")
def csv_row_twice(root):
    path, header, rows = sheet(root, "csv", lambda path, header: path.name == "participants.csv")
    keep(path, header, [*rows, rows[0]])


@mutation("read_r", "csv")
def csv_id_becomes_a_number(root):
    # Without colClasses R makes 1 of 01.
    in_text(root / "csv/read.R", r"colClasses\s*=\s*[^,()]+(\([^()]*\))?\s*,\s*", "")


@mutation("read_r", "csv")
def csv_other_label(root):
    package = json.loads((root / "csv/datapackage.json").read_text(encoding="utf-8"))
    one = first(f for r in package["resources"] for f in r.get("schema", {}).get("fields", []) if f.get("title"))
    one["title"] += " of another"
    store(root / "csv/datapackage.json", package)


@mutation("read_r", "csv")
def csv_participant_lost(root):
    if not (root / "status.json").is_file():
        raise NothingToChange
    path, header, rows = sheet(root, "csv", lambda path, header: path.name == "participants.csv")
    keep(path, header, rows[:-1])


def dictionary(root, wanted):
    path, header, rows = sheet(root, "redcap", lambda path, header: path.name == "dictionary.csv")
    return path, header, rows, first(row for row in rows if wanted(row))


@mutation("redcap_linkml", "redcap")
def redcap_unknown_type(root):
    path, header, rows, row = dictionary(root, lambda row: True)
    row[3] = "number"
    keep(path, header, rows)


@mutation("redcap_linkml", "redcap")
def redcap_capital_in_a_name(root):
    path, header, rows, row = dictionary(root, lambda row: True)
    row[0] = row[0].upper()
    keep(path, header, rows)


@mutation("redcap_reproschema", "redcap")
def redcap_type_unknown_to_an_importer(root):
    path, header, rows, row = dictionary(root, lambda row: True)
    row[3] = "number"
    keep(path, header, rows)


@mutation("redcap_reproschema", "redcap")
def redcap_label_lost_of_a_choice(root):
    path, header, rows, row = dictionary(root, lambda row: "|" in row[5])
    row[5] = row[5].split(",", 1)[0] + ", |" + row[5].split("|", 1)[1]
    keep(path, header, rows)


@mutation("redcap_own", "redcap")
def redcap_form_in_two_pieces(root):
    path, header, rows = sheet(root, "redcap", lambda path, header: path.name == "dictionary.csv")
    forms = list(dict.fromkeys(row[1] for row in rows))
    if len(forms) < 2:
        raise NothingToChange
    moved = first(row for row in rows[1:] if row[1] == forms[0])
    keep(path, header, [row for row in rows if row is not moved] + [moved])


@mutation("redcap_own", "redcap")
def redcap_column_lost(root):
    path, header, rows = sheet(root, "redcap", lambda path, header: path.name == "dictionary.csv")
    keep(path, header[:-1], [row[:-1] for row in rows])


@mutation("redcap_own", "redcap")
def redcap_name_of_27(root):
    path, header, rows, row = dictionary(root, lambda row: row[0] != "record_id")
    row[0] = "a" * 27
    keep(path, header, rows)


@mutation("redcap_own", "redcap")
def redcap_value_not_a_choice(root):
    _, _, _, row = dictionary(root, lambda row: row[3] == "radio")
    path, header, rows = sheet(root, "redcap", lambda path, header: path.name == "data.csv")
    rows[0][header.index(row[0])] = "no_such_code"
    keep(path, header, rows)
