"""`corridors brief`: a brief on a corridor or a country, as one file."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Form(StrEnum):
    """The forms of a brief."""

    HTML = "html"
    MD = "md"
    JSON = "json"
    PDF = "pdf"
    DOCX = "docx"
    IPYNB = "ipynb"
    SLIDES = "slides"


ENDINGS = {Form.SLIDES: "-slides.html"}
"""How a file's name ends where that is not the name of its form."""


def brief(
    origin: Annotated[str, typer.Argument(help="Origin, or the country; a code or a name: MEX, Mexico.")],
    destination: Annotated[str | None, typer.Argument(help="Destination; without it, a brief on one country.")] = None,
    out: Annotated[Path, typer.Option(help="Folder to write to; it is made where it does not exist.")] = Path(),
    form: Annotated[Form, typer.Option("--format", help="Form of the file.")] = Form.HTML,
) -> None:
    """Write a brief on a migration corridor, or on one country, from real data.

    The file needs no network and prints well. Every number in it says where it comes from and how it is known. PDF and
    DOCX are handouts of a few pages: the findings, one chart for each, and the sources. IPYNB is a notebook with a cell
    that makes each finding; SLIDES is one HTML file with a slide for each, to show or to print.

    [bold]Examples[/bold]

      corridors brief MEX USA --out out/

      corridors brief "Ivory Coast"

      corridors brief Nepal Qatar --format md

      corridors brief Kenya --format pdf
    """
    from rich.console import Console

    from corridors.files import write_whole

    with Console(stderr=True).status("Reading the evidence and drawing the charts ..."):
        from corridors.report import brief as make
        from corridors.report import to_docx, to_html, to_json, to_markdown, to_notebook, to_pdf, to_slides

        made = make(origin, destination)
        writers = {
            Form.HTML: to_html, Form.MD: to_markdown, Form.JSON: to_json, Form.PDF: to_pdf, Form.DOCX: to_docx,
            Form.IPYNB: to_notebook, Form.SLIDES: to_slides,
        }  # fmt: skip
        content = writers[form](made)
        path = write_whole(out / f"{made.name}{ENDINGS.get(form, f'.{form.value}')}", content)
    print(f"Wrote {path} ({path.stat().st_size / 1e6:.1f} MB).", file=sys.stderr)
