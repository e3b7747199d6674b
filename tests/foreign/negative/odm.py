"""ODM: the Snapshot and the archive made wrong. They are changed as text, so that all but one place stays as it was."""

import re
from xml.parsers import expat

from change import NothingToChange, files, first, in_text, mutation


def snapshot(root):
    return first(files(root, "odm", "*.xml"))


def archive(root):
    return first(files(root, "odm-archive", "*.xml"))


@mutation("odm_schema", "odm")
def odm_unknown_attribute(root):
    in_text(snapshot(root), r"<ItemDef ", '<ItemDef Colour="red" ')


@mutation("odm_schema", "odm")
def odm_missing_name(root):
    in_text(snapshot(root), r'(<ItemDef [^>]*?) Name="[^"]*"', r"\1")


@mutation("odm_schema", "odm-archive")
def archive_element_out_of_order(root):
    in_text(archive(root), r"(<UserRef [^>]*/>)\s*(<LocationRef [^>]*/>)", r"\2\1")


@mutation("odm_schema", "odm")
def odm_control_character(root):
    in_text(snapshot(root), r'(<ItemData [^>]*Value=")', "\\1\x07")


@mutation("odm_references", "odm")
def odm_dangling_item(root):
    in_text(snapshot(root), r'(<ItemRef [^>]*ItemOID=")[^"]*', r"\1I.NOWHERE")


@mutation("odm_references", "odm")
def odm_dangling_form_in_data(root):
    in_text(snapshot(root), r'(<FormData [^>]*FormOID=")[^"]*', r"\1F.NOWHERE")


@mutation("odm_references", "odm-archive")
def archive_dangling_user(root):
    in_text(archive(root), r'(<UserRef UserOID=")[^"]*', r"\1U.NOWHERE")


@mutation("odm_references", "odm")
def odm_same_oid_twice(root):
    path = snapshot(root)
    oid = first(re.findall(r'<ItemDef [^>]*?\bOID="([^"]*)"', path.read_text(encoding="utf-8"))[1:])
    in_text(path, r'(<ItemDef [^>]*?\bOID=")[^"]*', rf"\g<1>{oid}")


def of_type(root, types):
    """The OID of an ItemDef of one of these types that has a value in the data."""
    text = snapshot(root).read_text(encoding="utf-8")
    for definition in re.findall(r"<ItemDef [^>]*>", text):
        oid = re.search(r'\bOID="([^"]*)"', definition)[1]
        kind = re.search(r'\bDataType="([^"]*)"', definition)[1]
        if kind in types and re.search(rf'<ItemData [^>]*ItemOID="{re.escape(oid)}"[^>]*Value="', text):
            return oid
    raise NothingToChange


def set_value(root, oid, new):
    in_text(snapshot(root), rf'(<ItemData [^>]*ItemOID="{re.escape(oid)}"[^>]*\bValue=")[^"]*', rf"\g<1>{new}")


@mutation("odm_own", "odm")
def odm_value_of_wrong_type(root):
    set_value(root, of_type(root, ("integer", "float")), "high")


@mutation("odm_own", "odm")
def odm_outside_hard_range(root):
    text = snapshot(root).read_text(encoding="utf-8")
    for oid, body in re.findall(r'<ItemDef [^>]*?\bOID="([^"]*)"[^>]*>(.*?)</ItemDef>', text, re.S):
        limit = re.search(
            r'<RangeCheck [^>]*Comparator="(?:LE|LT)"[^>]*SoftHard="Hard"[^>]*>.*?<CheckValue>(\d+)', body, re.S
        )
        if limit and re.search(rf'<ItemData [^>]*ItemOID="{re.escape(oid)}"[^>]*Value="', text):
            return set_value(root, oid, str(int(limit[1]) + 1))
    raise NothingToChange


@mutation("odm_own", "odm")
def odm_null_with_value(root):
    in_text(snapshot(root), r'(<ItemData [^>]*)IsNull="Yes"', r'\1IsNull="Yes" Value="1"')


@mutation("odm_own", "odm-archive")
def archive_without_transaction_type(root):
    in_text(archive(root), r'(<ItemData [^>]*?) TransactionType="\w+"', r"\1")


@mutation("odm_own", "odm")
def odm_transaction_in_snapshot(root):
    in_text(snapshot(root), r"<ItemData ", '<ItemData TransactionType="Insert" ')


@mutation("odm_own", "odm-archive")
def archive_update_without_insert(root):
    in_text(archive(root), r'(<ItemData [^>]*TransactionType=")Insert', r"\1Update")


@mutation("odm_own", "odm-archive")
def archive_without_audit_record(root):
    in_text(archive(root), r"<AuditRecord.*?</AuditRecord>", "", re.S)


@mutation("odm_read", "odm", "csv")
def odm_other_value_than_csv(root):
    set_value(root, of_type(root, ("integer", "float")), "0.7")


@mutation("odm_read", "odm", "csv")
def odm_lost_value(root):
    oid = re.escape(of_type(root, ("integer", "float")))
    in_text(snapshot(root), rf'<ItemData [^>]*ItemOID="{oid}"[^>]*Value="[^"]*"[^>]*?(/>|(?<!/)>.*?</ItemData>)', "", re.S)


@mutation("archive_equals_snapshot", "odm", "odm-archive", "csv")
def archive_other_last_value(root):
    path = archive(root)
    at = [m.start() for m in re.finditer(r'<ItemData [^>]*TransactionType="(Insert|Update)"[^>]*>', path.read_text(encoding="utf-8"))]
    text = path.read_text(encoding="utf-8")
    for start in reversed(at):
        end = text.index(">", start)
        changed = re.sub(r'\bValue="[^"]*"', 'Value="0.7"', text[start:end])
        if changed != text[start:end]:
            path.write_text(text[:start] + changed + text[end:], encoding="utf-8")
            return
    raise NothingToChange


LEVELS = {
    "SubjectData": ("SubjectKey",),
    "StudyEventData": ("StudyEventOID", "StudyEventRepeatKey"),
    "FormData": ("FormOID", "FormRepeatKey"),
    "ItemGroupData": ("ItemGroupOID", "ItemGroupRepeatKey"),
    "ItemData": ("ItemOID",),
}


def transactions(path):
    """What is said of each item, and of each level that is removed, in order: of what, in which transaction, what, and from
    where to where in the bytes of the file an item stands."""
    whole = path.read_bytes()
    parser = expat.ParserCreate()
    above, found = [], []

    def opens(name, attributes):
        if name not in LEVELS:
            return
        above.append((tuple(attributes.get(one, "") for one in LEVELS[name]), attributes.get("TransactionType")))
        key = tuple(part for own, _ in above for part in own)
        kind = next((kind for _, kind in reversed(above) if kind), None)
        if name == "ItemData":
            item = ITEM.match(whole, parser.CurrentByteIndex)
            said = (attributes.get("IsNull"), attributes.get("Value"))
            found.append((key, kind, said, item.span()))
        elif attributes.get("TransactionType") == "Remove":
            found.append((key, "Remove", None, None))

    def closes(name):
        if name in LEVELS:
            above.pop()

    parser.StartElementHandler, parser.EndElementHandler = opens, closes
    parser.Parse(whole, True)
    return found


ITEM = re.compile(rb"<ItemData\b(?:[^>]*/>|.*?</ItemData>)", re.S)


@mutation("archive_equals_snapshot", "odm", "odm-archive")
def archive_lost_update(root):
    path = archive(root)
    current = {}
    for key, kind, said, place in transactions(path):
        if kind == "Update" and key in current and current[key][0] != said:
            current[key] = (said, place)
        elif kind in ("Insert", "Update"):
            # What an Insert says, or an Update that says the same, is lost without a trace.
            current[key] = (said, None)
        elif kind == "Remove":
            for below in [one for one in current if one[: len(key)] == key]:
                del current[below]
    # Of what stands in no Snapshot, such as data of somebody enrolled by mistake, nobody sees that it is lost.
    there = {key for key, _, _, _ in transactions(snapshot(root))}
    lost = first(place for key, (_, place) in current.items() if place and key in there)
    whole = path.read_bytes()
    path.write_bytes(whole[: lost[0]] + whole[lost[1] :])


@mutation("archive_equals_snapshot", "odm", "odm-archive")
def archive_time_runs_back(root):
    in_text(
        archive(root),
        r'(<ItemData [^>]*TransactionType="Update"[^>]*>.*?<DateTimeStamp>)\d{4}',
        r"\g<1>1999",
        re.S,
    )
