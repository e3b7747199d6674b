"""The current values of an ODM file beside those of csv/: which cell stands for which item.

A resource of `datapackage.json` may say `formOID`, and a field `itemOID`. Where they say nothing, the name of
the file and of the column are compared with the OID: without what stands before its first dot, in small
letters, `.` and `-` as `_`; for an item also without the name of its form in front. A row is known by
`participant`, by `visit` where there is one, and by `row` where there is one.
"""

import findings


def plain(text):
    return text.casefold().replace(".", "_").replace("-", "_")


def tail(oid):
    return plain(oid.partition(".")[2] or oid)


def event_names(oid, repeat):
    """The names a visit may have: its own, and with the number of a visit that repeats."""
    name = tail(oid)
    return {name, f"{name}_{plain(repeat)}"} if repeat else {name}


class Sheet:
    """One form of csv/."""

    def __init__(self, path, resource):
        self.path, self.name = path, resource["name"]
        self.form = resource.get("formOID")
        fields = resource.get("schema", {}).get("fields", [])
        self.items = {field["itemOID"]: field["name"] for field in fields if "itemOID" in field}
        self.header, rows = findings.table(path)
        self.rows = [dict(zip(self.header, row)) for row in rows]
        self.numbers = {}
        for number, row in enumerate(self.rows):
            self.numbers.setdefault(row.get("participant"), []).append(number)

    def is_form(self, oid):
        return self.form == oid if self.form else tail(oid) == plain(self.name)

    def column(self, item):
        if item in self.items:
            return self.items[item]
        name = tail(item)
        names = {name, name.removeprefix(plain(self.name) + "_")}
        return next((column for column in self.header if plain(column) in names), None)

    def of(self, subject, events, repeats):
        """Returns the rows of one form of one visit; one, if all is well."""
        return [
            number
            for number in self.numbers.get(subject, [])
            if ("visit" not in self.rows[number] or plain(self.rows[number]["visit"]) in events)
            and ("row" not in self.rows[number] or self.rows[number]["row"] in repeats)
        ]


def sheets(root):
    """Returns the forms of csv/: those that have a column `participant`."""
    package = findings.loaded(root / "csv" / "datapackage.json")
    found = []
    for resource in package["resources"]:
        path = root / "csv" / resource["path"]
        if path.is_file():
            sheet = Sheet(path, resource)
            if "participant" in sheet.header:
                found.append(sheet)
    return found


def compare(state, path, items):
    """Compares items with csv/, both ways.

    `items` is a list of ((subject, event, repeat, form, repeat, group, repeat, item), value, missing): the
    value None where there is none, `missing` the reason or None where the reader does not tell it.
    """
    forms = sheets(state.root)
    state.files += len(forms)
    met, columns = set(), {}
    for key, value, missing in items:
        subject, event, event_repeat, form, form_repeat, _, group_repeat, item = key
        named = "/".join(key)
        sheet = next((one for one in forms if one.is_form(form)), None)
        if sheet is None:
            state.finding(path, f"{named}: no file of csv/ stands for the form")
            continue
        column = sheet.column(item)
        if column is None:
            state.finding(path, f"{named}: no column of {sheet.path.name} stands for the item")
            continue
        columns.setdefault(sheet.name, (sheet, set()))[1].add(column)
        rows = sheet.of(subject, event_names(event, event_repeat), {form_repeat, group_repeat} - {""})
        if len(rows) != 1:
            state.finding(path, f"{named}: {len(rows)} rows of {sheet.path.name} stand for it")
            continue
        met.add((sheet.name, rows[0], column))
        row = sheet.rows[rows[0]]
        if row[column] != (value or ""):
            state.finding(path, f"{named}: {value!r} here, {row[column]!r} in {sheet.path.name}")
        if missing is not None and row.get(f"{column}_missing", missing) != missing:
            there = row.get(f"{column}_missing")
            state.finding(path, f"{named}: missing as {missing!r} here, as {there!r} in {sheet.path.name}")
    for sheet, known in columns.values():
        for number, row in enumerate(sheet.rows):
            for column in sorted(known):
                if row[column] != "" and (sheet.name, number, column) not in met:
                    state.finding(path, f"{sheet.path.name} row {number + 2}: {column} is not here")
    if not columns:
        state.finding(path, "no item at all could be compared with csv/")
