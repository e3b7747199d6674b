"""How a wrong file is made: the list of all mutations, and the ways to change one place. It knows no format."""

import json
import re

MUTATIONS = {}


class NothingToChange(Exception):
    """These exports have nothing that could be made wrong in this way."""


def mutation(check, *folders):
    """Puts a function into the list: which check must refuse what it makes, and which folders that check reads."""

    def keep(function):
        MUTATIONS[function.__name__.replace("_", "-")] = (check, folders, function)
        return function

    return keep


def first(found):
    """Returns the first of some, or says that there is none."""
    for one in found:
        return one
    raise NothingToChange


def files(root, folder, pattern):
    return sorted(p for p in (root / folder).glob(pattern) if p.name not in ("manifest.json", "datapackage.json"))


def in_text(path, pattern, new, flags=0):
    """Replaces the first place that fits."""
    text = path.read_text(encoding="utf-8")
    changed, count = re.subn(pattern, new, text, count=1, flags=flags)
    if count == 0 or changed == text:
        raise NothingToChange
    path.write_text(changed, encoding="utf-8")


def store(path, document):
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")


def only(path):
    """A page or file alone shows a fault as well as with all others beside it, and faster."""
    for other in path.parent.glob("*" + path.suffix):
        if other != path:
            other.unlink()
