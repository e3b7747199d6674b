"""define.xml and Dataset-JSON made wrong: by form, by what the rows hold, and against SDTM."""

import json

from change import NothingToChange, files, first, in_text, mutation, store


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


def column(document, ending):
    return first(index for index, one in enumerate(document["columns"]) if one["name"].endswith(ending))


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


# The domains whose sequence numbers the rules of pointblank hold to be unique; of others it has no rule.
WITH_SEQUENCE_RULE = ("AE", "CM", "EX", "LB", "VS")


@mutation("sdtm_rules", "dataset-json")
def sdtm_sequence_twice(root):
    def two_of_one(document):
        """Two rows of one subject, anywhere in the dataset, that differ in their numbers."""
        named = [column["name"] for column in document["columns"]]
        sequence = document["name"] + "SEQ"
        if document["name"] not in WITH_SEQUENCE_RULE or not {"USUBJID", sequence} <= set(named):
            return None
        subject, at, known = named.index("USUBJID"), named.index(sequence), {}
        for row in document["rows"]:
            other = known.setdefault(row[subject], row)
            if other[at] != row[at]:
                return other, row, at
        return None

    path, document = dataset(root, two_of_one)
    other, row, at = two_of_one(document)
    row[at] = other[at]
    store(path, document)


@mutation("sdtm_own", "dataset-json")
def sdtm_subject_twice_in_dm(root):
    path, document = dataset(root, lambda document: document["name"] == "DM" and len(document["rows"]) > 1)
    at = column(document, "USUBJID")
    document["rows"][1][at] = document["rows"][0][at]
    store(path, document)


@mutation("sdtm_own", "dataset-json")
def sdtm_day_that_is_none(root):
    path, document = dataset(root, has("DTC"))
    document["rows"][0][column(document, "DTC")] = "2026-02-30"
    store(path, document)


@mutation("sdtm_own", "dataset-json")
def sdtm_not_done_without_reason(root):
    path, document = dataset(root, has("STAT", "REASND", "ORRES"))
    for ending, cell in (("STAT", "NOT DONE"), ("REASND", ""), ("ORRES", "")):
        document["rows"][0][column(document, ending)] = cell
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
