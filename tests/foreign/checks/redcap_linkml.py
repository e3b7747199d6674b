"""The dictionary against the schema of linkml-redcap, and the data through its grouping and back: records that
its reader takes apart and puts together again must be the same rows."""

import re

from linkml.validator import Validator
from linkml.validator.plugins import JsonschemaValidationPlugin
from linkml_redcap import data_dictionary
from linkml_redcap.record.grouping import group_flat_records, ungroup_records

import findings
import redcap

# Where the schema has another name than the words of the column.
SLOTS = {
    "question_number_surveys_only": "question_number",
    "choices_calculations_or_slider_labels": "choices_calculations_slider_labels",
}


def slot(column):
    """Returns the name that the schema gives to a column of a dictionary."""
    text = column.replace("Show field only if...", "").casefold()
    name = "_".join(re.findall(r"[a-z]+", text))
    return SLOTS.get(name, name)


def check(state):
    path, header, rows = redcap.dictionary(state)
    fields = [{slot(name): value for name, value in row.items() if value != ""} for row in rows]
    schema = str(data_dictionary.schema_path())
    validator = Validator(schema, validation_plugins=[JsonschemaValidationPlugin(closed=True)])
    for result in validator.validate({"fields": fields}, "DataDictionary").results:
        state.finding(path, result.message)
    for data in state.each("redcap", "data.csv"):
        flat = findings.records(data)
        try:
            back = ungroup_records(group_flat_records(flat, event_aware=True))
        except (ValueError, KeyError) as error:
            state.finding(data, error)
            continue
        kept = [{name: value for name, value in row.items() if value != ""} for row in flat]
        again = [{name: str(value) for name, value in row.items() if value not in ("", None)} for row in back]
        for row in kept:
            if row not in again:
                state.finding(data, f"is not the same after grouping: {row}")


findings.run(check)
