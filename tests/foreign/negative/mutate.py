"""Makes a wrong export out of a right one, by one change: `mutate.py NAME IN OUT` copies the folders that the check of
that name reads from IN to OUT and changes one thing there. `mutate.py --list` prints NAME CHECK FOLDERS, a line each.

It ends with 77 where IN has nothing that could be changed so. It only knows the formats, never a form or a study, so
that it works on any export of ours. Each change is one that the check must refuse; `run` sees to that.
"""

import csv
import json
import pathlib
import re
import shutil
import sys

MUTATIONS = {}


class NothingToChange(Exception):
    pass


def mutation(check, *folders):
    def keep(function):
        MUTATIONS[function.__name__.replace("_", "-")] = (check, folders, function)
        return function

    return keep


def first(found):
    for one in found:
        return one
    raise NothingToChange


def files(root, folder, pattern):
    return sorted(p for p in (root / folder).glob(pattern) if p.name not in ("manifest.json", "datapackage.json"))


# XML is changed as text: lxml is not needed, and everything but the one place stays as it was.


def in_text(path, pattern, new, flags=0):
    text = path.read_text(encoding="utf-8")
    changed, count = re.subn(pattern, new, text, count=1, flags=flags)
    if count == 0 or changed == text:
        raise NothingToChange
    path.write_text(changed, encoding="utf-8")


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


@mutation("archive_equals_snapshot", "odm", "odm-archive")
def archive_lost_update(root):
    in_text(archive(root), r'<ItemData [^>]*TransactionType="Update"[^>]*?(/>|(?<!/)>.*?</ItemData>)', "", re.S)


@mutation("archive_equals_snapshot", "odm", "odm-archive")
def archive_time_runs_back(root):
    in_text(
        archive(root),
        r'(<ItemData [^>]*TransactionType="Update"[^>]*>.*?<DateTimeStamp>)\d{4}',
        r"\g<1>1999",
        re.S,
    )


@mutation("define_schema", "dataset-json")
def define_missing_structure(root):
    in_text(root / "dataset-json/define.xml", r' def:DefineVersion="[^"]*"', "")


@mutation("define_schema", "dataset-json")
def define_dangling_item(root):
    in_text(root / "dataset-json/define.xml", r'(<ItemRef [^>]*ItemOID=")[^"]*', r"\1IT.NOWHERE")


def dataset(root, wanted=lambda document: True):
    """The first dataset with rows that suits."""
    for path in files(root, "dataset-json", "*.json"):
        document = json.loads(path.read_text(encoding="utf-8"))
        if document.get("rows") and wanted(document):
            return path, document
    raise NothingToChange


def store(path, document):
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")


def column(document, ending, but=()):
    return first(
        index
        for index, one in enumerate(document["columns"])
        if one["name"].endswith(ending) and one["name"] not in but
    )


def has(*endings):
    def wanted(document):
        names = [one["name"] for one in document["columns"]]
        return document["name"] != "DM" and all(any(n.endswith(e) for n in names) for e in endings)

    return wanted


@mutation("dataset_json", "dataset-json")
def json_is_reference_data(root):
    path, document = dataset(root)
    document["isReferenceData"] = False
    store(path, document)


@mutation("dataset_json", "dataset-json")
def json_column_without_type(root):
    path, document = dataset(root)
    del document["columns"][0]["dataType"]
    store(path, document)


@mutation("dataset_json_read", "dataset-json")
def json_lost_row(root):
    path, document = dataset(root)
    document["rows"].pop()
    store(path, document)


@mutation("dataset_json_read", "dataset-json")
def json_cut_off(root):
    path, _ = dataset(root)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) * 9 // 10])


@mutation("dataset_json_own", "dataset-json")
def json_other_number_of_records(root):
    path, document = dataset(root)
    document["records"] += 1
    store(path, document)


@mutation("dataset_json_own", "dataset-json")
def json_short_row(root):
    path, document = dataset(root)
    document["rows"][-1].pop()
    store(path, document)


@mutation("dataset_json_own", "dataset-json")
def json_decimal_that_is_none(root):
    decimal = lambda d: [i for i, c in enumerate(d["columns"]) if c.get("targetDataType") == "decimal"]
    path, document = dataset(root, decimal)
    document["rows"][0][decimal(document)[0]] = "12,5"
    store(path, document)


@mutation("dataset_json_own", "dataset-json")
def json_name_of_nine(root):
    path, document = dataset(root)
    document["columns"][-1]["name"] = "NINECHARS"
    store(path, document)


@mutation("sdtm_rules", "dataset-json")
def sdtm_other_domain(root):
    path, document = dataset(root, has("DOMAIN", "SEQ"))
    document["rows"][0][column(document, "DOMAIN")] = "ZZ"
    store(path, document)


@mutation("sdtm_rules", "dataset-json")
def sdtm_date_that_is_none(root):
    path, document = dataset(root, has("DTC"))
    document["rows"][0][column(document, "DTC")] = "05JAN2026"
    store(path, document)


@mutation("sdtm_own", "dataset-json")
def sdtm_subject_not_in_dm(root):
    path, document = dataset(root, has("USUBJID"))
    document["rows"][-1][column(document, "USUBJID")] = "NOBODY"
    store(path, document)


@mutation("sdtm_own", "dataset-json")
def sdtm_not_done_with_result(root):
    path, document = dataset(root, has("STAT", "ORRES"))
    row = document["rows"][0]
    row[column(document, "STAT")] = "NOT DONE"
    row[column(document, "ORRES")] = "1"
    store(path, document)


@mutation("sdtm_own", "dataset-json")
def sdtm_test_code_of_nine(root):
    path, document = dataset(root, has("TESTCD"))
    document["rows"][0][column(document, "TESTCD")] = "NINECHARS"
    store(path, document)


@mutation("sdtm_own", "dataset-json")
def sdtm_other_day(root):
    for path in files(root, "dataset-json", "*.json"):
        document = json.loads(path.read_text(encoding="utf-8"))
        names = [one["name"] for one in document["columns"]]
        name = document["name"] + "DY"
        for row in document.get("rows", []) if name in names and document["name"] != "DM" else []:
            if isinstance(row[names.index(name)], int):
                row[names.index(name)] += 1
                return store(path, document)
    raise NothingToChange


def sheet(root, folder, wanted):
    """The first table of a folder that suits, as (path, header, rows)."""
    for path in files(root, folder, "*.csv"):
        with open(path, encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
        if len(rows) > 1 and wanted(path, rows[0]):
            return path, rows[0], rows[1:]
    raise NothingToChange


def keep(path, header, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])


def field(root, wanted):
    """The first field of csv/ that suits and has a value: (path, header, rows, column, row)."""
    package = json.loads((root / "csv/datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        for one in resource.get("schema", {}).get("fields", []):
            if not wanted(one):
                continue
            path = root / "csv" / resource["path"]
            with open(path, encoding="utf-8-sig", newline="") as file:
                header, *rows = list(csv.reader(file))
            at = header.index(one["name"])
            for number, row in enumerate(rows):
                if row[at] != "":
                    return path, header, rows, at, number, one
    raise NothingToChange


def is_number(one):
    return one.get("type") in ("number", "integer")


@mutation("csv_frictionless", "csv")
def csv_text_for_a_number(root):
    path, header, rows, at, number, _ = field(root, is_number)
    rows[number][at] = "high"
    keep(path, header, rows)


@mutation("csv_frictionless", "csv")
def csv_above_its_maximum(root):
    path, header, rows, at, number, one = field(root, lambda one: "maximum" in one.get("constraints", {}))
    rows[number][at] = str(int(float(one["constraints"]["maximum"])) + 1)
    keep(path, header, rows)


@mutation("csv_frictionless", "csv")
def csv_not_in_its_list(root):
    path, header, rows, at, number, _ = field(root, lambda one: "enum" in one.get("constraints", {}))
    rows[number][at] = "77"
    keep(path, header, rows)


@mutation("csv_frictionless", "csv")
def csv_row_twice(root):
    path, header, rows = sheet(root, "csv", lambda path, header: path.name == "participants.csv")
    keep(path, header, [*rows, rows[0]])


@mutation("read_r", "csv")
def csv_id_becomes_a_number(root):
    # Without colClasses R makes 1 of 01.
    in_text(root / "csv/read.R", r"colClasses\s*=\s*[^,()]+(\([^()]*\))?\s*,\s*", "")


@mutation("read_r", "csv")
def csv_other_label(root):
    package = json.loads((root / "csv/datapackage.json").read_text(encoding="utf-8"))
    one = first(f for r in package["resources"] for f in r.get("schema", {}).get("fields", []) if f.get("title"))
    one["title"] += " of another"
    store(root / "csv/datapackage.json", package)


@mutation("read_r", "csv")
def csv_participant_lost(root):
    if not (root / "status.json").is_file():
        raise NothingToChange
    path, header, rows = sheet(root, "csv", lambda path, header: path.name == "participants.csv")
    keep(path, header, rows[:-1])


def dictionary(root, wanted):
    path, header, rows = sheet(root, "redcap", lambda path, header: path.name == "dictionary.csv")
    return path, header, rows, first(row for row in rows if wanted(row))


@mutation("redcap_linkml", "redcap")
def redcap_unknown_type(root):
    path, header, rows, row = dictionary(root, lambda row: True)
    row[3] = "number"
    keep(path, header, rows)


@mutation("redcap_linkml", "redcap")
def redcap_capital_in_a_name(root):
    path, header, rows, row = dictionary(root, lambda row: True)
    row[0] = row[0].upper()
    keep(path, header, rows)


@mutation("redcap_reproschema", "redcap")
def redcap_type_unknown_to_an_importer(root):
    path, header, rows, row = dictionary(root, lambda row: True)
    row[3] = "number"
    keep(path, header, rows)


@mutation("redcap_reproschema", "redcap")
def redcap_label_lost_of_a_choice(root):
    path, header, rows, row = dictionary(root, lambda row: "|" in row[5])
    row[5] = row[5].split(",", 1)[0] + ", |" + row[5].split("|", 1)[1]
    keep(path, header, rows)


@mutation("redcap_own", "redcap")
def redcap_form_in_two_pieces(root):
    path, header, rows = sheet(root, "redcap", lambda path, header: path.name == "dictionary.csv")
    forms = list(dict.fromkeys(row[1] for row in rows))
    if len(forms) < 2:
        raise NothingToChange
    moved = first(row for row in rows[1:] if row[1] == forms[0])
    keep(path, header, [row for row in rows if row is not moved] + [moved])


@mutation("redcap_own", "redcap")
def redcap_column_lost(root):
    path, header, rows = sheet(root, "redcap", lambda path, header: path.name == "dictionary.csv")
    keep(path, header[:-1], [row[:-1] for row in rows])


@mutation("redcap_own", "redcap")
def redcap_name_of_27(root):
    path, header, rows, row = dictionary(root, lambda row: row[0] != "record_id")
    row[0] = "a" * 27
    keep(path, header, rows)


@mutation("redcap_own", "redcap")
def redcap_value_not_a_choice(root):
    _, _, _, row = dictionary(root, lambda row: row[3] == "radio")
    path, header, rows = sheet(root, "redcap", lambda path, header: path.name == "data.csv")
    rows[0][header.index(row[0])] = "no_such_code"
    keep(path, header, rows)


def biggest(root):
    found = sorted(files(root, "xpt", "*.xpt"), key=lambda path: path.stat().st_size)
    if not found:
        raise NothingToChange
    return found[-1]


@mutation("xpt_own", "xpt", "dataset-json")
def xpt_cut_off(root):
    # No reader says a word: each takes it for a file with fewer rows.
    path = biggest(root)
    path.write_bytes(path.read_bytes()[:-800])


@mutation("xpt_own", "xpt", "dataset-json")
def xpt_other_cell(root):
    path = biggest(root)
    whole = path.read_bytes()
    # Each row of a dataset begins with the study, a text.
    at = whole.rindex(b"HEADER RECORD*******OBS") + 80
    path.write_bytes(whole[:at] + b"Q" + whole[at + 1 :])


@mutation("xpt_equal", "xpt")
def xpt_blank_cards_at_its_end(root):
    # Some readers take them for rows, others for nothing.
    path = biggest(root)
    path.write_bytes(path.read_bytes() + b" " * 8000)
    only(path)


@mutation("xpt_equal", "xpt")
def xpt_byte_that_is_no_ascii(root):
    path = biggest(root)
    whole = path.read_bytes()
    at = whole.rindex(b"HEADER RECORD*******OBS") + 80
    if at >= len(whole):
        raise NothingToChange
    path.write_bytes(whole[:at] + b"\xe4" + whole[at + 1 :])
    only(path)


def only(path):
    """A page or file alone shows a fault as well as with all others beside it, and faster."""
    for other in path.parent.glob("*" + path.suffix):
        if other != path:
            other.unlink()


def page(root):
    path = first(files(root, "report", "*.html"))
    only(path)
    return path


@mutation("html", "report")
def html_same_id_twice(root):
    in_text(page(root), r"<body([^>]*)>", r'<body\1><p id="twice">1</p><p id="twice">2</p>')


@mutation("html", "report")
def html_table_in_a_paragraph(root):
    in_text(page(root), r"<body([^>]*)>", r"<body\1><ul><p>no item</p></ul>")


@mutation("paper", "report")
def paper_of_another_size(root):
    in_text(page(root), r"</head>", "<style>@page { size: letter !important }</style></head>")


@mutation("paper", "report")
def paper_without_expected_text(root):
    path = page(root)
    expected = path.with_suffix(".expected.txt")
    if not expected.is_file():
        expected = path.parent / "expected.txt"
    text = expected.read_text(encoding="utf-8") if expected.is_file() else ""
    expected.write_text(text + "no such line stands on this paper\n", encoding="utf-8")


@mutation("contrast", "report")
def contrast_pale_text(root):
    in_text(page(root), r"<body([^>]*)>", r'<body\1><p style="color:#999;background:#fff">pale</p>')


@mutation("contrast", "report")
def contrast_in_the_dark_only(root):
    style = "<style>@media (prefers-color-scheme: dark) { .dim { color: #333; background: #111 } }</style>"
    in_text(page(root), r"<body([^>]*)>", rf'<body\1>{style}<p class="dim">dim</p>')


@mutation("no_outside", "report")
def outside_picture(root):
    in_text(page(root), r"<body([^>]*)>", r'<body\1><img alt="" src="https://example.org/a.png">')


@mutation("no_outside", "report")
def outside_script(root):
    in_text(page(root), r"<body([^>]*)>", r"<body\1><script>1</script>")


@mutation("no_outside", "report")
def outside_font(root):
    style = "<style>@font-face { font-family: a; src: url(//example.org/a.woff2) }</style>"
    in_text(page(root), r"</head>", style + "</head>")


@mutation("no_outside", "report")
def outside_link(root):
    in_text(page(root), r"<body([^>]*)>", r'<body\1><p><a href="http://example.org/">a</a></p>')


def main():
    if sys.argv[1:] == ["--list"]:
        for name, (check, folders, _) in MUTATIONS.items():
            print(name, check, ",".join(folders))
        return
    name, source, target = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
    _, folders, change = MUTATIONS[name]
    for folder in folders:
        if not (source / folder).is_dir():
            sys.exit(77)
        shutil.copytree(source / folder, target / folder)
    if (source / "status.json").is_file():
        shutil.copy(source / "status.json", target / "status.json")
    try:
        change(target)
    except (NothingToChange, FileNotFoundError):
        sys.exit(77)


main()
