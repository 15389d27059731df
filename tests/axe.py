"""axe-core on a page that is open: its source is read once, and only what it finds wrong comes back."""

from pathlib import Path

import axe_playwright_python

SOURCE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
COLOURS = ("color-contrast", "link-in-text-block")  # the rules that another theme may break
RUN = """options => axe.run(document, options).then(found => found.violations.map(
    one => one.id + " " + JSON.stringify(one.nodes.slice(0, 3).map(node => node.target))))"""


def violations(page, *, only: tuple[str, ...] = ()) -> list[str]:
    """What breaks a rule of axe: its name and the first elements. `only`: these rules, not all."""
    page.evaluate(SOURCE)
    options = {"resultTypes": ["violations"]}
    return page.evaluate(RUN, options | ({"runOnly": {"type": "rule", "values": list(only)}} if only else {}))
