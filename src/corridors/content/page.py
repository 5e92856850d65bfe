"""Pages in HTML: one template for briefs and answers, charts drawn into the page as SVG."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from corridors.concepts.quality import Quality
from corridors.content.blocks import Figure, Table
from corridors.content.grouping import grouped
from corridors.content.marks import mark, spans

if TYPE_CHECKING:
    import jinja2

NUMERIC = re.compile(r"(under )?[-+−]?\$?[\d,. ]+(%| bn| m| thousand| million| billion| trillion)?|-|–|not known|")


PATH = re.compile(r' d="([^"]+)"')
FRACTION = re.compile(r"\d+\.\d{2,}")
REPEATED = re.compile(r"L(-?[\d.]+,-?[\d.]+)(?:L\1(?=[LMZ]))+")


def page(package: str, name: str, **content: Any) -> str:
    """Fill a template of a package with content; it may extend `page.html` and use the macros of `blocks.html`.

    Args:
        package: the package whose folder `templates` holds the template.
        name: the template's file name.
        content: what it shows.
    """
    return _environment(package).get_template(name).render(**content)


@cache
def _environment(package: str) -> jinja2.Environment:
    import jinja2

    loaders = jinja2.ChoiceLoader([jinja2.PackageLoader(package), jinja2.PackageLoader("corridors.content")])
    environment = jinja2.Environment(loader=loaders, autoescape=True, undefined=jinja2.StrictUndefined)
    environment.globals.update(
        qualities=list(Quality), unverified=Quality.UNVERIFIED, grouped=grouped, numeric=_is_numeric,
        repeats=_repeats_first_column, svg=svg, coded=_coded, spans=spans, numbered=mark,
    )  # fmt: skip
    return environment


def _is_numeric(table: Table, column: int) -> bool:
    return column > 0 and all(NUMERIC.fullmatch(row[column]) for row in table.rows)


def _repeats_first_column(table: Table) -> bool:
    return len({row[0] for row in table.rows}) < len(table.rows)


def svg(figure: Figure) -> Any:
    """A figure as SVG with its content in words for those who cannot see it."""
    import vl_convert

    return framed(figure, compact(vl_convert.vegalite_to_svg(figure.spec)))


def framed(figure: Figure, drawn: str) -> Any:
    """The picture of a figure, labelled with its content in words, its own ids told apart from other figures'."""
    from markupsafe import Markup, escape

    label = f'<svg role="img" aria-label="{escape(figure.alternative)}" '
    return Markup(
        drawn.replace("<svg ", label, 1).replace('id="', f'id="{figure.name}-').replace("url(#", f"url(#{figure.name}-")
    )


def compact(picture: str) -> str:
    """An SVG with its paths in tenths of a pixel, a fraction of the size."""
    return PATH.sub(_to_tenths, picture)


def _coded(text: str) -> Any:
    """Escape a text and set what stands between backticks as code."""
    from markupsafe import Markup, escape

    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(text))))


def _to_tenths(path: re.Match[str]) -> str:
    """Round a path to tenths of a pixel, which no eye can tell, and drop the points that then fall together."""
    rounded = FRACTION.sub(lambda found: f"{float(found[0]):.1f}", path[1])
    return ' d="' + REPEATED.sub(r"L\1", rounded) + '"'
