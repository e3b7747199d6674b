"""The contrast of every text of report/ against what is painted under it, in light and in dark: at least 4.5:1
(WCAG 2.2, 1.4.3).

A copy of the page gets a script that asks the browser itself, for each piece of text, for its computed colour and
for all elements under its middle, from the top down, until one is opaque. The pages themselves have no script.
"""

import json
import os
import pathlib
import re
import subprocess
import tempfile

import findings

LEAST = 4.5
ASK = (pathlib.Path(__file__).parent / "contrast_ask.js").read_text(encoding="utf-8")
CHROMIUM = (
    "chromium --headless --no-sandbox --disable-gpu --disable-dev-shm-usage --no-first-run "
    "--disable-background-networking --window-size=1000,1400 --virtual-time-budget=5000 --dump-dom"
).split()


def asked(page, dark):
    """Returns what the browser says of each text of a page; on a busy machine it may fail to begin once."""
    try:
        return asked_once(page, dark)
    except (ValueError, subprocess.TimeoutExpired):
        return asked_once(page, dark)


def asked_once(page, dark):
    # A policy of the page would keep the script from running.
    page = re.sub(r"<meta[^>]*Content-Security-Policy[^>]*>", "", page, flags=re.I)
    script = f"<script>{ASK}</script>"
    cut = page.lower().rfind("</body>")
    page = page + script if cut < 0 else page[:cut] + script + page[cut:]
    with tempfile.TemporaryDirectory() as name:
        copy = pathlib.Path(name) / "page.html"
        copy.write_text(page, encoding="utf-8")
        done = subprocess.run(
            [
                *CHROMIUM,
                f"--user-data-dir={name}/profile",
                f"--blink-settings=preferredColorScheme={0 if dark else 1}",
                f"file://{copy}",
            ],
            capture_output=True,
            text=True,
            timeout=90,
            env=dict(os.environ, HOME=name),
        )
    told = re.search(r'<meta name="contrast-told" content="([^"]*)"', done.stdout)
    if not told:
        raise ValueError(f"chromium says nothing of it: {done.stderr.strip()[-200:]}")
    text = told[1].replace("&quot;", '"').replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")
    return json.loads(text)


def luminance(colour):
    def part(value):
        value /= 255
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = (part(value) for value in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def over(top, below):
    """Paints a colour with its share of opacity over an opaque one."""
    share = top[3]
    return [share * one + (1 - share) * other for one, other in zip(top[:3], below[:3])]


def ratio(text, layers):
    ground = [255, 255, 255]
    for layer in reversed(layers):
        ground = over(layer, ground)
    lights = sorted((luminance(over(text, ground)), luminance(ground)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def check(state):
    for path in state.each("report", "*.html"):
        page = path.read_text(encoding="utf-8")
        said = set()
        for dark in (False, True):
            told = asked(page, dark)
            if not told["texts"]:
                state.finding(path, "no text to judge")
            if told["dark"] != dark:
                state.note(f"{path.name}: the browser does not show it {'dark' if dark else 'light'}")
            for one in told["texts"]:
                value = ratio(one["colour"], one["layers"])
                key = (dark, one["what"], str(one["colour"]), str(one["layers"]))
                if value < LEAST and key not in said:
                    said.add(key)
                    mode = "dark" if dark else "light"
                    state.finding(path, f"{mode}: {value:.2f}:1 for {one['what']} {one['text']!r}")
            for what in told["unknown"]:
                state.note(f"{path.name}: not judged, {what}")


findings.run(check)
