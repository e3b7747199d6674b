"""csv/ against its own `datapackage.json`, read by frictionless: types, ranges, lists, required cells, keys."""

import frictionless

import findings


def check(state):
    path = state.one("csv", "datapackage.json")
    try:
        report = frictionless.Package(str(path)).validate(limit_errors=findings.SHOWN)
    except frictionless.FrictionlessException as error:
        state.finding(path, error.error.note)
        return
    for error in report.errors:
        state.finding(path, f"{error.type}: {error.note}")
    for task in report.tasks:
        state.files += 1
        for error in task.errors:
            row = getattr(error, "row_number", None)
            field = getattr(error, "field_name", None)
            where = f"row {row} " if row else ""
            where += f"{field} " if field else ""
            state.finding(state.root / "csv" / (task.place or task.name), f"{where}{error.type}: {error.note}")
    named = {resource["path"] for resource in findings.loaded(path)["resources"]}
    for other in state.each("csv", "*.csv"):
        if other.name not in named:
            state.finding(other, "datapackage.json does not name it")


findings.run(check)
