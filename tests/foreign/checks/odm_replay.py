"""Replays an ODM 1.3.2 Transactional file: the current value of each item, and how it came to be.

It shares no code with an exporter and reads only what the standard says. `python odm_replay.py FILE` prints
both as JSON. An item is named by (SubjectKey, StudyEventOID, repeat, FormOID, repeat, ItemGroupOID, repeat,
ItemOID); a repeat that is not said is the empty text.
"""

import json
import sys

from lxml import etree

ODM = "{http://www.cdisc.org/ns/odm/v1.3}"
LEVELS = {
    "SubjectData": ("SubjectKey", None),
    "StudyEventData": ("StudyEventOID", "StudyEventRepeatKey"),
    "FormData": ("FormOID", "FormRepeatKey"),
    "ItemGroupData": ("ItemGroupOID", "ItemGroupRepeatKey"),
}


class Step:
    """One transaction on one item."""

    def __init__(self, kind, own, item, version):
        # `kind` may be that of a parent; `own` says whether the item has one itself.
        self.kind, self.own, self.version = kind, own, version
        self.null = item.get("IsNull") == "Yes"
        typed = etree.QName(item).localname != "ItemData"
        self.value = (item.text or "") if typed else item.get("Value")
        flag = item.find(f"{ODM}Annotation/{ODM}Flag/{ODM}FlagValue")
        self.missing = flag.text if self.null and flag is not None else None
        unit = item.find(f"{ODM}MeasurementUnitRef")
        self.unit = unit.get("MeasurementUnitOID") if unit is not None else None
        audit = item.find(f"{ODM}AuditRecord")
        self.audited = audit is not None or item.get("AuditRecordID") is not None
        self.when = said(audit, "DateTimeStamp")
        self.source = said(audit, "SourceID")
        self.reason = said(audit, "ReasonForChange")
        user = audit.find(ODM + "UserRef") if audit is not None else None
        self.who = user.get("UserOID") if user is not None else None
        self.line = item.sourceline

    def told(self):
        return {name: value for name, value in vars(self).items() if name != "line"}


def said(element, name):
    return element.findtext(ODM + name) if element is not None else None


class Record:
    """What a file says after its last transaction, the trail, and what could not be replayed."""

    def __init__(self):
        self.now, self.trail, self.faults = {}, {}, []

    def take(self, key, step):
        alive = key in self.now
        self.trail.setdefault(key, []).append(step)
        kind = step.kind
        if kind == "Insert" and alive:
            self.fault(key, step, "an Insert of what is already there")
        elif kind in ("Update", "Remove") and not alive:
            self.fault(key, step, f"{'an Update' if kind == 'Update' else 'a Remove'} without an Insert before it")
        elif kind not in ("Insert", "Update", "Remove", "Upsert", "Context"):
            self.fault(key, step, "no TransactionType")
        if kind == "Remove":
            self.now.pop(key, None)
        elif kind != "Context":
            self.now[key] = step

    def clear(self, key):
        """A Remove of a subject, event, form or group takes all that is below it."""
        for below in [one for one in self.now if one[: len(key)] == key]:
            del self.now[below]

    def fault(self, key, step, what):
        self.faults.append((step.line, "/".join(key), what))


def named(element):
    oid, repeat = LEVELS[etree.QName(element).localname]
    own = (element.get(oid, ""),)
    return own if repeat is None else (*own, element.get(repeat, ""))


def replay(path, transactional=True):
    """Returns the record of a file. With `transactional` false each item is taken as it stands."""
    record = Record()
    root = etree.parse(path, etree.XMLParser(huge_tree=True)).getroot()
    for clinical in root.findall(ODM + "ClinicalData"):
        version = clinical.get("MetaDataVersionOID")
        for subject in clinical.findall(ODM + "SubjectData"):
            walk(record, subject, (), None, version, transactional)
    return record


def walk(record, element, above, kind, version, transactional):
    key = above + named(element)
    kind = element.get("TransactionType", kind)
    for child in element:
        if not isinstance(child.tag, str):
            continue
        name = etree.QName(child).localname
        if name in LEVELS:
            walk(record, child, key, kind, version, transactional)
        elif name.startswith("ItemData"):
            own = child.get("TransactionType")
            step = Step((own or kind) if transactional else "Upsert", own is not None, child, version)
            record.take(key + (child.get("ItemOID", ""),), step)
    if transactional and element.get("TransactionType") == "Remove":
        record.clear(key)


if __name__ == "__main__":
    done = replay(sys.argv[1])
    json.dump(
        {
            "current": {"/".join(key): step.told() for key, step in done.now.items()},
            "trail": {"/".join(key): [step.told() for step in steps] for key, steps in done.trail.items()},
            "faults": [f"line {line}: {key}: {what}" for line, key, what in done.faults],
        },
        sys.stdout,
        ensure_ascii=False,
        indent=1,
    )
    print()
