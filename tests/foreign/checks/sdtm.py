"""The datasets of dataset-json/ as rows by name, for the checks of SDTM. It judges nothing."""

import findings


def datasets(state):
    """Returns (path, name, columns, rows by name of column) for each dataset."""
    found = []
    for path in state.each("dataset-json", "*.json"):
        dataset = findings.loaded(path)
        names = [column["name"] for column in dataset["columns"]]
        rows = [dict(zip(names, row)) for row in dataset.get("rows", [])]
        found.append((path, dataset["name"], dataset["columns"], rows))
    return found
