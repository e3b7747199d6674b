"""A page of report/ holds all that it shows: no script, and no reference that leaves the file."""

import re

from lxml import html

import findings

# A page that is read alone has no use for any of these.
REFUSED = ("script", "link", "base", "iframe", "frame", "object", "embed", "applet", "audio", "video", "form")
LEADING = ("src", "href", "srcset", "data", "poster", "action", "formaction", "background", "cite", "ping", "manifest")


def inside(value):
    """A place in the same file, or a picture or font that stands in it."""
    value = value.strip()
    return value == "" or value.startswith("#") or re.match(r"data:(image|font)/", value, re.I)


def of_style(text):
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    if re.search(r"@import", text, re.I):
        yield "@import in a style"
    for value in re.findall(r"url\(\s*[\"']?([^\"')]*)", text, re.I):
        if not inside(value):
            yield f"url({value}) in a style"
    if re.search(r"expression\s*\(|-moz-binding|image-set\(\s*[\"']", text, re.I):
        yield "a style that can call out"


def of_element(element):
    name = element.tag.rpartition("}")[2].lower()
    if name in REFUSED:
        yield f"<{name}>"
    if name == "meta" and (element.get("http-equiv") or "").lower() == "refresh":
        yield "a meta refresh"
    if name == "style":
        yield from of_style(element.text or "")
    for attribute, value in element.attrib.items():
        attribute = attribute.rpartition("}")[2].rpartition(":")[2].lower()
        if attribute.startswith("on"):
            yield f"the script {attribute} of <{name}>"
        elif attribute == "style" or "url(" in value.lower():
            yield from of_style(value)
        elif attribute in LEADING and not inside(value):
            yield f"{attribute}={value} of <{name}>"


def check(state):
    for path in state.each("report", "*.html"):
        root = html.document_fromstring(path.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
        for element in root.iter():
            if isinstance(element.tag, str):
                for what in of_element(element):
                    state.finding(path, f"line {element.sourceline}: {what}")


findings.run(check)
