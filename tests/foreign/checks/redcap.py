"""The dictionary and the data of redcap/, read by the standard library. It judges nothing."""

import findings

COLUMNS = [
    "Variable / Field Name",
    "Form Name",
    "Section Header",
    "Field Type",
    "Field Label",
    "Choices, Calculations, OR Slider Labels",
    "Field Note",
    "Text Validation Type OR Show Slider Number",
    "Text Validation Min",
    "Text Validation Max",
    "Identifier?",
    "Branching Logic (Show field only if...)",
    "Required Field?",
    "Custom Alignment",
    "Question Number (surveys only)",
    "Matrix Group Name",
    "Matrix Ranking?",
    "Field Annotation",
]
NAME, FORM, _, TYPE, _, CHOICES = COLUMNS[:6]
CHOSEN = ("radio", "dropdown", "checkbox")


def choices(row):
    """Returns the codes of a field that is chosen from a list, in order."""
    if row[TYPE] == "yesno" or row[TYPE] == "truefalse":
        return ["1", "0"]
    return [one.split(",", 1)[0].strip() for one in row[CHOICES].split("|") if one.strip()]


def dictionary(state):
    path = state.one("redcap", "dictionary.csv")
    header, _ = findings.table(path)
    return path, header, findings.records(path)
