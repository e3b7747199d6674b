"""Another program (cdiscbuilder) reads the Snapshot: its values must be those of csv/."""

import contextlib
import io

import pandas
from cdiscbuilder.sdtm import parse_odm_to_long_df

import findings
import odm_values


def text(value):
    return None if value is None or pandas.isna(value) else str(value)


def check(state):
    if not (state.root / "csv" / "datapackage.json").is_file():
        state.skip("no csv/ to compare with")
    for path in state.each("odm", "*.xml"):
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            frame = parse_odm_to_long_df(str(path))
        if frame.empty:
            state.finding(path, f"cdiscbuilder reads nothing of it {said.getvalue()}")
            continue
        items = []
        for row in frame.to_dict("records"):
            group = text(row["ItemGroupRepeatKey"]) or ""
            # This reader knows no FormRepeatKey, and says 1 for an event that does not repeat.
            key = (row["SubjectKey"], row["StudyEventOID"], row["StudyEventRepeatKey"], row["FormOID"], "")
            items.append((key + (row["ItemGroupOID"], group, row["ItemOID"]), text(row["Value"]), None))
        odm_values.compare(state, path, items)


findings.run(check)
