"""Reads a SAS transport file with a program of others and prints it as CSV: read.py pyreadstat|pandas FILE

Texts stand in quotes, without blanks at their ends. Numbers are the doubles that were read, with 17 digits, such as
1.18625e2; a missing number is nothing. read.js and read.R print the same, so that all can be compared byte by byte.
Needs pyreadstat 1.3.7 and pandas 3.1.1.
"""

import math
import sys


def number(value):
    if value is None or math.isnan(value):
        return ""
    digits, power = f"{value:.16e}".split("e")
    return f"{digits.rstrip('0').rstrip('.')}e{int(power)}"


def text(value):
    value = "" if value is None or value != value else value
    return '"' + value.rstrip(" ").replace('"', '""') + '"'


def pyreadstat_rows(file):
    import pyreadstat

    columns, about = pyreadstat.read_xport(file, output_format="dict")
    is_text = [about.readstat_variable_types[name] == "string" for name in about.column_names]
    rows = zip(*(columns[name] for name in about.column_names))
    return about.column_names, is_text, rows


def pandas_rows(file):
    import pandas

    reader = pandas.read_sas(file, format="xport", encoding="ascii", iterator=True)
    names = list(reader.columns)
    is_text = [field["ntype"] == "char" for field in reader.fields]
    # Without rows pandas says that there is nothing to read.
    table = reader.read() if reader.nobs else None
    if table is None:
        return names, is_text, []
    columns = []
    for name, is_a_text in zip(names, is_text):
        column = table[name].tolist()
        if not is_a_text:
            # pandas makes 2^-260 of 0, which no number of ours is near.
            column = [0.0 if value == 2.0**-260 else value for value in column]
        columns.append(column)
    return names, is_text, zip(*columns)


def main():
    readers = {"pyreadstat": pyreadstat_rows, "pandas": pandas_rows}
    if len(sys.argv) != 3 or sys.argv[1] not in readers:
        sys.exit(__doc__)
    names, is_text, rows = readers[sys.argv[1]](sys.argv[2])
    lines = [",".join(names)]
    for row in rows:
        lines.append(",".join(text(v) if t else number(v) for v, t in zip(row, is_text)))
    sys.stdout.buffer.write("".join(line + "\n" for line in lines).encode())


main()
