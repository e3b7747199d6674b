"""What the rules of pointblank do not see: a subject that is not in DM or stands there twice, NOT DONE with a
result or without a reason, test codes that are none, numbers in sequence that repeat, dates that are none, and days
of the study that do not follow from the dates."""

import datetime
import re

import findings
import sdtm


def day(text):
    """Returns the day of a date that is known whole."""
    if not re.match(r"\d{4}-\d{2}-\d{2}", text or ""):
        return None
    try:
        return datetime.date.fromisoformat(text[:10])
    except ValueError:
        return None


def wrong_date(text):
    """ISO 8601, as much of it as is known, and a day of the calendar."""
    shape = r"\d{4}(-(\d{2}|-)(-(\d{2}|-)(T\d{2}(:\d{2}(:\d{2})?)?([+-]\d{2}:\d{2}|Z)?)?)?)?"
    whole = re.match(r"\d{4}-\d{2}-\d{2}", text)
    return not re.fullmatch(shape, text) or (whole and day(text) is None)


def of_row(name, row, starts):
    subject = row.get("USUBJID")
    if subject is not None and subject not in starts:
        yield f"the subject {subject} is not in DM"
    if row.get(f"{name}STAT") == "NOT DONE":
        for column in ("ORRES", "STRESC", "STRESN"):
            if row.get(name + column) not in (None, ""):
                yield f"NOT DONE with a result in {name}{column}"
        if row.get(f"{name}REASND", "?") in (None, ""):
            yield f"NOT DONE without a reason in {name}REASND"
    code = row.get(f"{name}TESTCD")
    if code is not None and not re.fullmatch(r"[A-Z_][A-Z0-9_]{0,7}", code):
        yield f"the test code {code!r} is none of at most 8 characters"
    test = row.get(f"{name}TEST")
    if test is not None and len(test) > 40:
        yield f"the test name {test!r} is longer than 40 characters"
    for column, text in row.items():
        if column.endswith("DTC") and text not in (None, "") and wrong_date(text):
            yield f"{column} is {text!r}, which is no date"
    first = starts.get(subject)
    for number, date in (("DY", "DTC"), ("STDY", "STDTC"), ("ENDY", "ENDTC")):
        said, when = row.get(name + number), day(row.get(name + date))
        if said in (None, "") or when is None or first is None:
            continue
        due = (when - first).days + (1 if when >= first else 0)
        if int(said) != due:
            yield f"{name}{number} is {said}, the dates say {due}"


def check(state):
    read = sdtm.datasets(state)
    starts = {
        row["USUBJID"]: day(row.get("RFSTDTC"))
        for _, name, _, rows in read
        if name == "DM"
        for row in rows
    }
    for path, name, _, rows in read:
        seen = set()
        if name == "DM":
            subjects = [row["USUBJID"] for row in rows]
            for subject in sorted({one for one in subjects if subjects.count(one) > 1}):
                state.finding(path, f"the subject {subject} stands twice in DM")
        for number, row in enumerate(rows, 1):
            for what in of_row(name, row, starts):
                state.finding(path, f"row {number}: {what}")
            if (sequence := row.get(f"{name}SEQ")) is not None:
                key = (row.get("USUBJID"), sequence)
                if key in seen:
                    state.finding(path, f"row {number}: {name}SEQ {sequence} stands twice for {key[0]}")
                seen.add(key)
            if row.get("DOMAIN", name) != name:
                state.finding(path, f"row {number}: DOMAIN is {row['DOMAIN']}")


findings.run(check)
