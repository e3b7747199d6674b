"""define.xml against the schema of Define-XML 2.1 that odmlib carries, and its references."""

from lxml import etree
from odmlib import schema_manager
from odmlib.define_loader import XMLDefineLoader
from odmlib.exceptions import OdmlibError
from odmlib.loader import ODMLoader
from odmlib.oid_generator import create_oid_checker

import findings


def check(state):
    schema = etree.XMLSchema(etree.parse(schema_manager.get_schema_path("define", "2.1")))
    for path in state.each("dataset-json", "define.xml"):
        try:
            tree = etree.parse(path)
        except etree.XMLSyntaxError as error:
            state.finding(path, error)
            continue
        if not schema.validate(tree):
            for error in schema.error_log:
                state.finding(path, f"line {error.line}: {error.message}")
            continue
        loader = ODMLoader(XMLDefineLoader(model_package="define_2_1"))
        loader.open_odm_document(str(path))
        checker = create_oid_checker("define_2_1")
        try:
            document = loader.root()
        except OdmlibError as error:
            state.finding(path, error)
            continue
        for error in document.validate(collect_errors=True, oid_checker=checker, max_errors=100):
            state.finding(path, error)


findings.run(check)
