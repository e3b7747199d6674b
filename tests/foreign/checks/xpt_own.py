"""The shape of each SAS XPORT file, byte by byte, and its rows against the same dataset in dataset-json/.

Readers take a file that is cut off for one with fewer rows, and pandas drops the last row of many files whose last
column is a text or whose rows are shorter than 80 bytes: so the last column is a number and rows are longer.
"""

import decimal
import struct

import findings

CARD = 80
HEAD = b"HEADER RECORD*******"


def number(cell):
    """Returns the value of an IBM float exactly, or None for a missing one."""
    if cell[0] in b"._ABCDEFGHIJKLMNOPQRSTUVWXYZ" and not any(cell[1:]):
        return None
    sign = -1 if cell[0] & 0x80 else 1
    fraction = int.from_bytes(cell[1:], "big")
    return sign * decimal.Decimal(fraction) * decimal.Decimal(2) ** (4 * ((cell[0] & 0x7F) - 64) - 56)


class Column:
    def __init__(self, entry):
        self.kind, _, self.length = struct.unpack(">hhh", entry[:6])
        self.name, self.label = (entry[8:16], entry[16:56])
        self.name = self.name.decode("ascii").rstrip()
        self.label = self.label.decode("ascii").rstrip()
        self.at = struct.unpack(">l", entry[84:88])[0]
        self.numeric = self.kind == 1


def member(data):
    """Returns the name of the dataset, its columns, and where its rows begin."""
    at = data.index(HEAD + b"MEMBER  HEADER RECORD")
    name = data[at + 2 * CARD :][8:16].decode("ascii").rstrip()
    names = data.index(HEAD + b"NAMESTR HEADER RECORD")
    count = int(data[names + 54 : names + 58])
    begin = names + CARD
    columns = [Column(data[begin + 140 * i : begin + 140 * (i + 1)]) for i in range(count)]
    rows = data.index(HEAD + b"OBS     HEADER RECORD", begin + 140 * count) + CARD
    return name, columns, rows


def shape(state, path, data, columns, length):
    if len(data) % CARD:
        state.finding(path, f"{len(data)} bytes are no whole number of {CARD}")
    if not columns[-1].numeric:
        state.finding(path, f"the last column, {columns[-1].name}, is no number")
    if length < CARD:
        state.finding(path, f"a row has {length} bytes, fewer than {CARD}")
    for column in columns:
        if not column.numeric and column.length > 200:
            state.finding(path, f"{column.name} has {column.length} bytes, more than 200")


def same(column, raw, cell):
    """Whether the bytes of a cell hold what Dataset-JSON says."""
    if column.numeric:
        value = number(raw)
        if cell is None or cell == "" or value is None:
            return value is None and cell in (None, "")
        wanted = decimal.Decimal(cell)
        return abs(value - wanted) <= abs(wanted) * decimal.Decimal("1e-15")
    text = raw.decode("latin-1").rstrip(" ")
    given = str(cell or "")
    # Text that ASCII cannot hold, or that is too long, may have become another one; the manifest says so.
    return text == given.rstrip(" ")[: column.length] or not given.isascii()


def rows_of(data, begin, columns, length, count):
    if begin + length * count > len(data):
        return None
    rest = data[begin + length * count :]
    if rest.strip(b" ") or len(rest) >= CARD:
        return None
    return [data[begin + length * i : begin + length * (i + 1)] for i in range(count)]


def check(state):
    datasets = {}
    for path in (state.root / "dataset-json").glob("*.json"):
        if path.name != "manifest.json":
            document = findings.loaded(path)
            datasets[document["name"]] = document
    for path in state.each("xpt", "*.xpt"):
        data = path.read_bytes()
        try:
            name, columns, begin = member(data)
        except (ValueError, IndexError, struct.error, UnicodeDecodeError) as error:
            state.finding(path, f"no XPORT of version 5: {error}")
            continue
        length = sum(column.length for column in columns)
        shape(state, path, data, columns, length)
        document = datasets.pop(name, None)
        if document is None:
            if datasets or (state.root / "dataset-json").is_dir():
                state.finding(path, f"dataset-json/ has no {name}")
            continue
        compare(state, path, document, columns, rows_of(data, begin, columns, length, document["records"]))
    if state.files:
        for name in datasets:
            state.finding(state.root / "xpt", f"there is no file of {name}")


def compare(state, path, document, columns, rows):
    if rows is None:
        state.finding(path, f"does not hold {document['records']} rows, as dataset-json/ does")
        return
    places = {column["name"]: index for index, column in enumerate(document["columns"])}
    for column in columns:
        # Datasets without a number end with that of the row in XPORT alone, since readers lose rows otherwise.
        if column.name not in places and column.name == "ROWNUM" and column is columns[-1]:
            continue
        if column.name not in places:
            state.finding(path, f"dataset-json/ has no column {column.name}")
        elif column.label != document["columns"][places[column.name]]["label"][:40]:
            state.finding(path, f"{column.name} has the label {column.label!r}, another than in dataset-json/")
    for name in set(places) - {column.name for column in columns}:
        state.finding(path, f"has no column {name}, which dataset-json/ has")
    for index, row in enumerate(rows):
        for column in columns:
            if column.name in places:
                cell = document["rows"][index][places[column.name]]
                raw = row[column.at : column.at + column.length]
                if not same(column, raw, cell):
                    what = number(raw) if column.numeric else raw.decode("latin-1").rstrip()
                    state.finding(path, f"row {index + 1}, {column.name}: {what!r} here, {cell!r} in dataset-json/")


findings.run(check)
