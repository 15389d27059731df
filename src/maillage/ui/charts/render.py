"""From an Altair chart to an SVG a strict page accepts: one sans serif to measure, tokens kept, no style."""

import re
from functools import cache
from hashlib import sha256
from html import escape
from typing import Any

import font_roboto
import vl_convert

FONT = "Roboto"
VEGALITE = "6.4"
HATCH = "url(#hachure)"
_STYLE = re.compile(r'\sstyle="([^"]*)"')
_SILENT = re.compile(r'\s(?:aria-[a-z]+|role|class|xmlns(?::xlink)?|version)="[^"]*"')
_CLIP = re.compile(r"\b(clip\d+)\b")
_OPEN = re.compile(r"<svg\b[^>]*>")
_WHITE = '<rect width="100%" height="100%" fill="#ffffff"/>'
_SIZE = re.compile(r'\b(width|height|viewBox)="([^"]*)"')


@cache
def _fonts() -> bool:
    vl_convert.register_font_directory(font_roboto.font_directory)
    return True


def draw(spec: dict[str, Any], label: str) -> str:
    """A Vega-Lite spec as an accessible SVG. `label` is its name; every other part is silent."""
    _fonts()
    raw = vl_convert.vegalite_to_svg(spec, vl_version=VEGALITE, format_locale="fr-FR", allowed_base_urls=[])
    return _dress(raw, label)


def png(svg: str, scale: float) -> bytes:
    """A document's SVG as a PNG, `scale` pixels per CSS pixel; on white: transparency comes out smudged."""
    _fonts()
    opening = _OPEN.search(svg)
    end = opening.end() if opening else 0
    return bytes(vl_convert.svg_to_png(svg[:end] + _WHITE + svg[end:], scale=scale))


def _dress(raw: str, label: str) -> str:
    opening = _OPEN.search(raw)
    if opening is None:
        raise ValueError("Le dessin du graphique est vide.")
    size = dict(_SIZE.findall(opening.group()))
    body = _STYLE.sub(_attributes, _SILENT.sub("", raw[opening.end() :]))
    tokens = "var(--" in body
    if tokens:  # in a page the type is the page's own
        body = body.replace(f' font-family="{FONT}"', "")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size["width"]}" height="{size["height"]}" '
        f'viewBox="{size["viewBox"]}" role="img" aria-label="{escape(label)}">{_named(body, tokens)}'
    )


def _attributes(found: re.Match[str]) -> str:
    pairs = (rule.split(":", 1) for rule in found.group(1).split(";") if ":" in rule)
    return "".join(f' {name.strip()}="{value.strip()}"' for name, value in pairs)


def _named(body: str, tokens: bool) -> str:
    """Ids of its own for each picture: the drawer counts its clips over a whole process."""
    found = list(dict.fromkeys(_CLIP.findall(body)))
    body = _CLIP.sub(lambda clip: f"@{found.index(clip.group(1))}@", body)
    own = f"g{sha256(body.encode()).hexdigest()[:10]}"
    return _hatched(re.sub(r"@(\d+)@", rf"{own}-\1", body), own, tokens)


def _hatched(body: str, own: str, tokens: bool) -> str:
    """The hatching of what is not published."""
    if HATCH not in body:
        return body
    ink = "var(--ink-3)" if tokens else "#626b71"
    pattern = (
        f'<defs><pattern id="{own}-h" width="7" height="7" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><line x1="0" x2="0" y1="0" y2="7" stroke="{ink}" stroke-width="1"/>'
        "</pattern></defs>"
    )
    return pattern + body.replace(HATCH, f"url(#{own}-h)")
