"""Each OID that is named in an ODM file is defined, once, by the right kind of element (odmlib).

A file may hold several versions of the metadata, which define the same OIDs again on purpose: each version
is checked alone, with the data that were entered under it.
"""

import copy

from lxml import etree
from odmlib.exceptions import OdmlibError
from odmlib.loader import ODMLoader
from odmlib.odm_loader import XMLODMLoader
from odmlib.oid_generator import create_oid_checker

import findings

ODM = "{http://www.cdisc.org/ns/odm/v1.3}"


def one_version(root, oid):
    """Returns the document with only that version and what belongs to it."""
    root = copy.deepcopy(root)
    for study in root.findall(ODM + "Study"):
        for version in study.findall(ODM + "MetaDataVersion"):
            if version.get("OID") != oid:
                study.remove(version)
    for data in root.findall(ODM + "ClinicalData"):
        if data.get("MetaDataVersionOID") != oid:
            root.remove(data)
    for reference in list(root.iter(ODM + "MetaDataVersionRef")):
        if reference.get("MetaDataVersionOID") != oid:
            reference.getparent().remove(reference)
    return root


def check(state):
    for path in state.each("odm", "*.xml") + state.each("odm-archive", "*.xml"):
        root = etree.parse(path, etree.XMLParser(huge_tree=True, remove_comments=True)).getroot()
        versions = [v.get("OID") for v in root.iter(ODM + "MetaDataVersion")]
        for data in root.findall(ODM + "ClinicalData"):
            if data.get("MetaDataVersionOID") not in versions:
                state.finding(path, f"ClinicalData of an unknown version {data.get('MetaDataVersionOID')}")
        for oid in versions:
            part = root if len(versions) == 1 else one_version(root, oid)
            loader = ODMLoader(XMLODMLoader(model_package="odm_1_3_2"))
            loader.load_odm_string(etree.tostring(part, encoding="unicode"))
            try:
                document = loader.root()
            except OdmlibError as error:
                state.finding(path, f"version {oid}: {error}")
                continue
            checker = create_oid_checker("odm_1_3_2")
            for error in document.validate(collect_errors=True, oid_checker=checker, max_errors=100):
                state.finding(path, f"version {oid}: {error}")


findings.run(check)
