"""What REDCap asks of a dictionary and of data and the schema of linkml-redcap does not see: exactly 18 columns,
the record id first, forms in one piece, names, and each cell of the data against the dictionary."""

import decimal
import re

import findings
import redcap
from redcap import CHOSEN, COLUMNS, FORM, NAME, TYPE

ENVELOPE = [
    "record_id",
    "redcap_event_name",
    "redcap_repeat_instrument",
    "redcap_repeat_instance",
    "redcap_data_access_group",
]
SHAPES = {
    "integer": r"-?\d+",
    "number": r"-?\d+(\.\d+)?",
    "date_ymd": r"\d{4}-\d{2}-\d{2}",
    "datetime_ymd": r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}",
    "datetime_seconds_ymd": r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}",
    "time": r"\d{2}:\d{2}",
}
VALIDATION, LOWEST, HIGHEST, BRANCHING = COLUMNS[7], COLUMNS[8], COLUMNS[9], COLUMNS[11]


def of_dictionary(state, path, header, rows):
    if header != COLUMNS:
        state.finding(path, f"not the 18 columns of a dictionary: {header}")
    if not rows:
        state.finding(path, "no field")
        return
    if rows[0][TYPE] != "text" or rows[0][NAME] != "record_id":
        state.finding(path, "the first field is not the record id, of type text")
    names, forms = set(), []
    for row in rows:
        name = row[NAME]
        if not re.fullmatch(r"[a-z][a-z0-9_]{0,25}", name) or "__" in name or name.endswith("_"):
            state.finding(path, f"{name!r} is no name of at most 26 characters")
        if name in names:
            state.finding(path, f"{name} stands twice")
        names.add(name)
        if not forms or forms[-1] != row[FORM]:
            if row[FORM] in forms:
                state.finding(path, f"the form {row[FORM]} is not in one piece")
            forms.append(row[FORM])
        if row[TYPE] in CHOSEN:
            codes = redcap.choices(row)
            if not codes or len(set(codes)) != len(codes):
                state.finding(path, f"{name}: no choices, or a code twice")
    for row in rows:
        for other in re.findall(r"\[([a-z0-9_]+)(?:\([^)]*\))?\](?!\[)", row[BRANCHING]):
            if other not in names:
                state.finding(path, f"{row[NAME]}: the branching names {other}, which is no field")


def wrong(row, value):
    """Returns what is wrong with a value of a field, or nothing."""
    if row[TYPE] in ("radio", "dropdown", "yesno", "truefalse"):
        if value not in redcap.choices(row):
            return f"{value!r} is not one of its choices"
        return None
    shape = SHAPES.get(row[VALIDATION])
    if shape and not re.fullmatch(shape, value):
        return f"{value!r} is no {row[VALIDATION]}"
    if row[VALIDATION] in ("integer", "number"):
        for limit, sign in ((row[LOWEST], 1), (row[HIGHEST], -1)):
            if limit and (decimal.Decimal(value) - decimal.Decimal(limit)) * sign < 0:
                return f"{value} is outside {row[LOWEST]} to {row[HIGHEST]}"
    elif shape and ((row[LOWEST] and value < row[LOWEST]) or (row[HIGHEST] and value > row[HIGHEST])):
        return f"{value} is outside {row[LOWEST]} to {row[HIGHEST]}"
    return None


def of_data(state, path, rows):
    header, _ = findings.table(path)
    fields, forms = {}, {row[FORM] for row in rows}
    for row in rows:
        if row[TYPE] == "checkbox":
            for code in redcap.choices(row):
                fields[f"{row[NAME]}___{code.lower().replace('-', '_')}"] = row
        elif row[TYPE] != "descriptive":
            fields[row[NAME]] = row
    done = {f"{form}_complete" for form in forms}
    for column in header:
        if column not in fields and column not in done and column not in ENVELOPE:
            state.finding(path, f"the column {column} is not in the dictionary")
    seen = set()
    for number, record in enumerate(findings.records(path), 2):
        key = tuple(record.get(name, "") for name in ENVELOPE[:4])
        if key in seen:
            state.finding(path, f"line {number}: the record {key} stands twice")
        seen.add(key)
        if record.get("redcap_repeat_instrument", "") not in forms | {""}:
            state.finding(path, f"line {number}: {record['redcap_repeat_instrument']} is no form")
        if not re.fullmatch(r"([a-z0-9_]+_arm_\d+)?", record.get("redcap_event_name", "")):
            state.finding(path, f"line {number}: {record['redcap_event_name']!r} is no event")
        for column, value in record.items():
            if value == "":
                continue
            if column in done and value not in ("0", "1", "2"):
                state.finding(path, f"line {number}: {column} is {value!r}")
            elif column in fields:
                row = fields[column]
                what = None if row[TYPE] != "checkbox" or value in "01" else f"{value!r} is neither 0 nor 1"
                what = what or (wrong(row, value) if row[TYPE] != "checkbox" else None)
                if what:
                    state.finding(path, f"line {number}, {column}: {what}")


def check(state):
    path, header, rows = redcap.dictionary(state)
    of_dictionary(state, path, header, rows)
    if header == COLUMNS:
        for data in state.each("redcap", "data.csv"):
            of_data(state, data, rows)


findings.run(check)
