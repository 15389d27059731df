"""An address as a code that a phone reads: black on white in every theme, with its quiet margin."""

import io

import segno


def qr_svg(text: str, title: str) -> str:
    """The code as one SVG element that takes the width it is given; `title` is what is read aloud."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        out, kind="svg", xmldecl=False, unit="mm", border=3, dark="#000", light="#fff", title=title, nl=False
    )
    return out.getvalue().decode().replace("<svg ", '<svg role="img" ', 1)
