"""ODM 1.3.2 against the schema of CDISC that odmlib carries. It judges form, never values."""

from lxml import etree
from odmlib import schema_manager

import findings


def check(state):
    schema = etree.XMLSchema(etree.parse(schema_manager.get_schema_path("odm", "1.3.2")))
    for path in state.each("odm", "*.xml") + state.each("odm-archive", "*.xml"):
        try:
            tree = etree.parse(path, etree.XMLParser(huge_tree=True))
        except etree.XMLSyntaxError as error:
            state.finding(path, error)
            continue
        if not schema.validate(tree):
            for error in schema.error_log:
                state.finding(path, f"line {error.line}: {error.message}")


findings.run(check)
