"""Dataset-JSON 1.1 against the schema in the wheel of cdisc-rules-engine (CORESET_CORE_WHEEL names its
folder). It judges form; `dataset_json_own.py` judges the rows."""

import json
import os
import pathlib
import zipfile

import jsonschema

import findings

SCHEMA = "resources/schema/dataset.schema.json"


def schema():
    wheels = sorted(pathlib.Path(os.environ["CORESET_CORE_WHEEL"]).glob("cdisc_rules_engine-*.whl"))
    with zipfile.ZipFile(wheels[-1]) as wheel:
        return json.loads(wheel.read(SCHEMA))


def check(state):
    rules = schema()
    validator = jsonschema.validators.validator_for(rules)(rules)
    for path in state.each("dataset-json", "*.json"):
        try:
            document = json.loads(path.read_text(encoding="utf-8"))
        except ValueError as error:
            state.finding(path, error)
            continue
        for error in validator.iter_errors(document):
            state.finding(path, f"{error.json_path}: {error.message}")


findings.run(check)
