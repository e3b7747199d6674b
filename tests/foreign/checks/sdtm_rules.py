"""The datasets against the rules of SDTMIG 3.4 that pointblank carries.

Its `issues()` are read: `findings_df()` leaves out what concerns a whole dataset. Rules that ask for
datasets which are the sponsor's to write are told as notes.
"""

import pandas
import pointblank

import findings
import sdtm

ACCEPTED = {
    "SDTM-121": "TS, the summary of the trial, is the sponsor's",
    "SDTM-122": "TA, the planned arms, is the sponsor's",
}


def frame(columns, rows):
    data = pandas.DataFrame(rows, columns=[column["name"] for column in columns])
    for column in columns:
        numeric = {column["dataType"], column.get("targetDataType")}
        if numeric & {"integer", "float", "double", "decimal"}:
            data[column["name"]] = pandas.to_numeric(data[column["name"]], errors="coerce")
        else:
            data[column["name"]] = data[column["name"]].fillna("").astype(str)
    return data


def check(state):
    read = sdtm.datasets(state)
    if not read:
        state.skip("no dataset")
    frames = {name: frame(columns, rows) for _, name, columns, rows in read}
    report = pointblank.validate_sdtmig(frames)
    for issue in report.issues():
        what = f"{issue['dataset']}: {issue['rule_id']}: {issue['message']} ({issue['n_issues']})"
        if issue["status"] != "fail":
            state.note(f"{what}: {issue['status']}")
        elif issue["rule_id"] in ACCEPTED:
            state.note(f"{what}: accepted, {ACCEPTED[issue['rule_id']]}")
        else:
            state.finding("dataset-json", what)


findings.run(check)
