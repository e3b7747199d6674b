"""The archive, replayed, says what the Snapshot says, and both say what csv/ says; and the trail is in order:
times never run back for one item, and the number of the entry in the journal rises."""

import datetime
import re

import findings
import odm_replay
import odm_values


def items(record):
    return [(key, None if step.null else step.value, step.missing or ("" if not step.null else None))
            for key, step in record.now.items()]


def leave_out_mistakes(record):
    """The trail of somebody who was enrolled by mistake stays in the archive; a Snapshot gives the enrolment and statuses."""
    last = {}
    for key, step in record.now.items():
        if key[-1] == "I.OWN.RECORD.STATUS.STATUS":
            number = int(key[6])
            last[key[0]] = max(last.get(key[0], (0, "")), (number, step.value))
    void = {subject for subject, (_, status) in last.items() if status == "enrolled-by-mistake"}
    for key in list(record.now):
        is_kept = key[5] == "IG.OWN.RECORD.STATUS" or key[3] == "FO.ENR"
        if key[0] in void and not is_kept:
            del record.now[key]


def meaning(step):
    return None if step is None else (step.null, step.value, step.missing, step.unit)


def trail(state, path, record):
    for key, steps in record.trail.items():
        named = "/".join(key)
        last_time = last_number = None
        for step in steps:
            if step.when:
                try:
                    time = datetime.datetime.fromisoformat(step.when.replace("Z", "+00:00"))
                except ValueError:
                    state.finding(path, f"{named}: {step.when!r} is no time")
                    continue
                if last_time is not None and time < last_time:
                    state.finding(path, f"{named}: the time runs back to {step.when}")
                last_time = time
            number = re.search(r"(\d+)$", step.source or "")
            if number:
                number = int(number[1])
                if last_number is not None and number <= last_number:
                    state.finding(path, f"{named}: entry {number} comes after entry {last_number}")
                last_number = number


def check(state):
    archives = state.each("odm-archive", "*.xml")
    snapshots = state.each("odm", "*.xml")
    if not archives:
        state.skip("no archive")
    now = odm_replay.Record()
    for path in archives:
        record = odm_replay.replay(path)
        for line, key, what in record.faults:
            state.finding(path, f"line {line}: {key}: {what}")
        trail(state, path, record)
        now.now.update(record.now)
    leave_out_mistakes(now)
    if snapshots:
        there = {}
        for path in snapshots:
            there.update(odm_replay.replay(path, transactional=False).now)
        for key in sorted(now.now.keys() | there.keys()):
            mine, other = meaning(now.now.get(key)), meaning(there.get(key))
            if mine != other:
                state.finding(archives[0], f"{'/'.join(key)}: {mine} replayed, {other} in the Snapshot")
    else:
        state.note("no Snapshot to compare with")
    if (state.root / "csv" / "datapackage.json").is_file():
        odm_values.compare(state, archives[0], items(now))
    else:
        state.note("no csv/ to compare with")


findings.run(check)
