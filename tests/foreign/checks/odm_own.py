"""What the schema of ODM does not see: values against their definitions, and transactions against the kind
of file. Form and references are judged by `odm_schema.py` and `odm_references.py`."""

import datetime
import decimal
import re

from lxml import etree

import findings
import odm_replay
from odm_replay import ODM

PARTIAL = r"\d{4}(-\d{2}(-\d{2})?)?"
TEXT = ("text", "string", "URI", "hexBinary", "base64Binary", "hexFloat", "base64Float", "duration", "comment")
SHAPES = {
    "integer": r"[+-]?\d+",
    "float": r"[+-]?\d+(\.\d+)?",
    "double": r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?",
    "boolean": r"true|false|1|0",
    "date": r"\d{4}-\d{2}-\d{2}",
    "time": r"\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})?",
    "datetime": r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})?",
    "partialDate": PARTIAL,
    "partialTime": r"\d{2}(:\d{2}(:\d{2})?)?(Z|[+-]\d{2}:\d{2})?",
    "partialDatetime": PARTIAL + r"(T\d{2}(:\d{2}(:\d{2})?)?(Z|[+-]\d{2}:\d{2})?)?",
    "incompleteDate": r"(\d{4}|-)-(\d{2}|-)-(\d{2}|-)|" + PARTIAL,
    "incompleteDatetime": r"[-\dT:.Z+]+",
    "incompleteTime": r"[-\d:.Z+]+",
}


class Item:
    """An ItemDef: what a value of it may be."""

    def __init__(self, element, lists):
        self.type = element.get("DataType")
        self.length = element.get("Length")
        self.digits = element.get("SignificantDigits")
        reference = element.find(ODM + "CodeListRef")
        self.codes = lists.get(reference.get("CodeListOID")) if reference is not None else None
        self.hard = []
        for check in element.findall(ODM + "RangeCheck"):
            values = [value.text or "" for value in check.findall(ODM + "CheckValue")]
            unit = check.find(ODM + "MeasurementUnitRef")
            unit = unit.get("MeasurementUnitOID") if unit is not None else None
            if check.get("SoftHard") == "Hard" and values:
                self.hard.append((check.get("Comparator"), values, unit))

    def wrong(self, value, unit):
        """Returns what is wrong with a value, or nothing."""
        shape = SHAPES.get(self.type)
        if shape and not re.fullmatch(shape, value):
            return f"{value!r} is no {self.type}"
        if self.type not in SHAPES and self.type not in TEXT:
            return f"the type {self.type} is not known"
        if self.type in ("date", "datetime"):
            try:
                datetime.date.fromisoformat(value[:10])
            except ValueError:
                return f"{value!r} is no day of the calendar"
        if self.codes is not None and value not in self.codes:
            return f"{value!r} is not in its code list"
        if self.length and self.type in ("text", "string") and len(value) > int(self.length):
            return f"{len(value)} characters where {self.length} are allowed"
        if self.digits and self.type == "float" and len(value.partition(".")[2]) > int(self.digits):
            return f"{value!r} has more than {self.digits} decimals"
        for comparator, limits, of in self.hard:
            if (of is None or of == unit) and not within(comparator, value, limits):
                return f"{value!r} is outside the hard range {comparator} {' '.join(limits)}"
        return None


def number(text):
    try:
        return decimal.Decimal(text)
    except decimal.InvalidOperation:
        # Dates and times of one form sort as text.
        return text


def within(comparator, value, limits):
    if comparator in ("IN", "NOTIN"):
        return (number(value) in [number(one) for one in limits]) == (comparator == "IN")
    left, right = number(value), number(limits[0])
    if type(left) is not type(right):
        left, right = value, limits[0]
    return {
        "LT": left < right,
        "LE": left <= right,
        "GT": left > right,
        "GE": left >= right,
        "EQ": left == right,
        "NE": left != right,
    }[comparator]


def code_lists(version):
    return {
        one.get("OID"): {
            code.get("CodedValue")
            for code in one
            if isinstance(code.tag, str) and code.get("CodedValue") is not None
        }
        for one in version.findall(ODM + "CodeList")
        if one.find(ODM + "ExternalCodeList") is None
    }


def whole(state, path, root):
    """The attributes of the file that go together."""
    archive = root.get("Archival") == "Yes"
    if archive and root.get("FileType") != "Transactional":
        state.finding(path, "Archival, but not Transactional")
    if archive and not root.get("AsOfDateTime"):
        state.finding(path, "Archival without AsOfDateTime")
    if root.get("FileType") == "Snapshot":
        for element in root.iter(ODM + "*"):
            if element.get("TransactionType") is not None:
                name = etree.QName(element).localname
                state.finding(path, f"line {element.sourceline}: a transaction in a Snapshot ({name})")


def flags(state, path, root, lists):
    for flag in root.iter(ODM + "FlagValue"):
        codes = lists.get(flag.get("CodeListOID"))
        if codes is not None and flag.text not in codes:
            state.finding(path, f"line {flag.sourceline}: the flag {flag.text!r} is not in its code list")


def check(state):
    for path in state.each("odm", "*.xml") + state.each("odm-archive", "*.xml"):
        root = etree.parse(path, etree.XMLParser(huge_tree=True)).getroot()
        whole(state, path, root)
        items, lists = {}, {}
        for version in root.iter(ODM + "MetaDataVersion"):
            own = code_lists(version)
            lists.update(own)
            for element in version.findall(ODM + "ItemDef"):
                items[version.get("OID"), element.get("OID")] = Item(element, own)
        flags(state, path, root, lists)
        transactional = root.get("FileType") == "Transactional"
        record = odm_replay.replay(path, transactional)
        for line, key, what in record.faults:
            state.finding(path, f"line {line}: {key}: {what}")
        for key, steps in record.trail.items():
            if not transactional and len(steps) > 1:
                state.finding(path, f"line {steps[1].line}: {'/'.join(key)}: twice in a Snapshot")
            for step in steps:
                for what in of_step(step, items.get((step.version, key[-1])), transactional):
                    state.finding(path, f"line {step.line}: {'/'.join(key)}: {what}")


def of_step(step, item, transactional):
    if transactional and not step.own:
        yield "no TransactionType of its own"
    if transactional and not step.audited:
        yield "no AuditRecord"
    if step.null and step.value is not None:
        yield "IsNull together with a value"
    elif step.null or step.kind in ("Remove", "Context"):
        return
    elif step.value is None:
        yield "neither a value nor IsNull"
    elif item is not None and (what := item.wrong(step.value, step.unit)):
        yield what


if __name__ == "__main__":
    findings.run(check)
