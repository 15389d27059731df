"""Tagged PDF by Typst. The text goes in as data, never as markup: none is read as an instruction."""

import json
from dataclasses import asdict
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import font_roboto
import typst

from maillage.ui import typography
from maillage.ui.printing.model import FICTITIOUS, FICTITIOUS_WORDS, Document

TEMPLATE = Path(__file__).with_name("template.typ")
STANDARD = "ua-1"
_RAW = {"svg", "accent"}  # strings that are not prose


def render_pdf(document: Document) -> bytes:
    """A4, PDF/UA-1, same bytes for the same document. Raises typst.TypstError off the standard."""
    noon = datetime.combine(document.date, time(12), UTC)
    options: dict[str, Any] = {
        "format": "pdf", "pdf_standards": STANDARD, "timestamp": noon, "ignore_system_fonts": True,
        "font_paths": [font_roboto.font_directory], "sys_inputs": {"document": json.dumps(_data(document))},
    }  # fmt: skip
    pdf = typst.compile(TEMPLATE.read_bytes(), **options)
    return bytes(pdf)


def _data(document: Document) -> dict[str, Any]:
    data = asdict(document) | {
        "date": typography.french_date(document.date),
        "sections": [{"kind": type(block).__name__} | _plain(block) for block in document.sections],
        "mark": FICTITIOUS if document.fictitious else "",
        "mark_words": FICTITIOUS_WORDS if document.fictitious else "",
    }
    return {key: value if key in _RAW else _typeset(value) for key, value in data.items()}


def _plain(block: Any) -> dict[str, Any]:
    data = dict(vars(block))
    for name in ("numeric", "strong"):
        if name in data:
            data[name] = sorted(data[name])
    return data


def _typeset(value: Any, raw: bool = False) -> Any:
    """French spaces in every string, at any depth, except pictures."""
    if isinstance(value, str):
        return value if raw else typography.french(value)
    if isinstance(value, dict):
        return {key: _typeset(item, key in _RAW) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_typeset(item) for item in value]
    return value
