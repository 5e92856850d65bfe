"""Write DATA-LICENCES.md, the terms of every dataset of the catalogue, from the sidecars.

    python tools/data_licences.py

`tests/test_docs.py` fails when the file no longer says what the sidecars say.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from corridors.data import Part, Source, sources
from corridors.files import write_whole

FILE = Path(__file__).parent.parent / "DATA-LICENCES.md"

INTRODUCTION = """\
# Licences of the data

The code of Corridors is under the Apache License 2.0 (see LICENSE). The data are not: each dataset stays under the
terms of its publisher, and this file lists them. It is written by `python tools/data_licences.py` from the sidecars
in `src/corridors/data/sidecars/`, so that it says what the package itself says; a dataset that you load carries the
same words (`corridors data show NAME`).

Every packaged file is an adaptation of what its publisher issued: codes of countries and areas were made uniform,
columns were renamed or dropped, rows were sorted, and the file format was changed. Values were not changed, except
that numbers of single precision are rounded to the seven digits that they hold, and where a caveat says so.
No publisher has endorsed the adaptation.

Where the basis of a licence reads "to be read again on its page", the licence is the one that the publisher is known
to use and was not confirmed on the publisher's page when the data were read. If you publish or sell something made
from the data, read the publisher's own page first: it prevails over this list.
"""

SHARE_ALIKE = """\
## Share-alike

The following values are under a share-alike licence. You may pass them on, changed or not, but what you adapt from
them has to go out under the same licence. They are single columns or rows of a dataset, named here; the rest of the
package does not come under that licence by standing beside them.
"""

WITHHELD = """\
## Not in the package

Their publisher does not permit redistribution, or does not say clearly that it does. The catalogue describes them
all the same. Get the file from the publisher under its own terms and run `corridors data add FOLDER`.
"""

AREAS = """\
## The table of countries and areas

The tables in `src/corridors/concepts/tables/` were put together from these sources
(`areas.md` in that folder says which column comes from which).

| Source | Licence |
|---|---|
| UN DESA, World Population Prospects 2024, <https://population.un.org/wpp/> | CC BY 3.0 IGO |
| UN Statistics Division, M49, <https://unstats.un.org/unsd/methodology/m49/> | UN terms of use |
| World Bank, income groups, <https://datahelpdesk.worldbank.org/knowledgebase/articles/906519> | CC BY 4.0 |
| CEPII, GeoDist, <http://www.cepii.fr> | Etalab Open Licence 2.0 |
| GeoNames, <https://www.geonames.org> | CC BY 4.0 |
| Unicode CLDR, <https://cldr.unicode.org> | Unicode License v3, notice below |
| ISO 3166-1 and 3166-3 from Debian's iso-codes, <https://salsa.debian.org/iso-codes-team/iso-codes> | LGPL 2.1+ |
"""

NOTICES = """\
## Notices that have to go with copies

**Passport Index Dataset** (`visa`), MIT licence. Copyright (c) 2017 Ilya Ilyankou.
**IOM Global Data Institute** (columns of `geography`), MIT licence. Copyright (c) 2024 gdidata authors.

> Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
> documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
> rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to
> permit persons to whom the Software is furnished to do so, subject to the following conditions:
>
> The above copyright notice and this permission notice shall be included in all copies or substantial portions of
> the Software.
>
> THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO
> THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
> AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT,
> TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
> SOFTWARE.

**world-atlas** (`outlines_50m`, `outlines_110m`), ISC licence. Copyright 2013-2019 Michael Bostock.

> Permission to use, copy, modify, and/or distribute this software for any purpose with or without fee is hereby
> granted, provided that the above copyright notice and this permission notice appear in all copies.
>
> THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES WITH REGARD TO THIS SOFTWARE INCLUDING ALL
> IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR ANY SPECIAL, DIRECT,
> INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR PROFITS, WHETHER IN
> AN ACTION OF CONTRACT, NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH THE USE OR
> PERFORMANCE OF THIS SOFTWARE.

**Unicode CLDR** (names of countries and areas in 20 languages). Copyright (c) 2004-2025 Unicode, Inc.

> Permission is hereby granted, free of charge, to any person obtaining a copy of data files and any associated
> documentation (the "Data Files") or software and any associated documentation (the "Software") to deal in the Data
> Files or Software without restriction, including without limitation the rights to use, copy, modify, merge, publish,
> distribute, and/or sell copies of the Data Files or Software, and to permit persons to whom the Data Files or
> Software are furnished to do so, provided that either (a) this copyright and permission notice appear with all
> copies of the Data Files or Software, or (b) this copyright and permission notice appear in associated
> Documentation.
>
> THE DATA FILES AND SOFTWARE ARE PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT
> NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT OF THIRD
> PARTY RIGHTS.
>
> IN NO EVENT SHALL THE COPYRIGHT HOLDER OR HOLDERS INCLUDED IN THIS NOTICE BE LIABLE FOR ANY CLAIM, OR ANY SPECIAL
> INDIRECT OR CONSEQUENTIAL DAMAGES, OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR PROFITS, WHETHER IN
> AN ACTION OF CONTRACT, NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH THE USE OR
> PERFORMANCE OF THE DATA FILES OR SOFTWARE.
>
> Except as contained in this notice, the name of a copyright holder shall not be used in advertising or otherwise to
> promote the sale, use or other dealings in these Data Files or Software without prior written authorization of the
> copyright holder.
"""

LICENCE_ADDRESSES = {
    "CC BY 4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC BY 3.0 IGO": "https://creativecommons.org/licenses/by/3.0/igo/",
    "CC BY-SA 4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
    "CC BY-SA 3.0 IGO": "https://creativecommons.org/licenses/by-sa/3.0/igo/",
    "CC0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "dl-de/by-2-0": "https://www.govdata.de/dl-de/by-2-0",
    "Etalab Open Licence 2.0": "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
    "Open Government Licence v3.0": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    "Open Government Licence - Canada": "https://open.canada.ca/en/open-government-licence-canada",
}


@dataclass(frozen=True)
class Share:
    """A dataset that has one licence, or one part of a dataset that has several."""

    name: str
    title: str
    publisher: str
    edition: str
    url: str
    licence: str
    redistributable: str
    citation: str


def text() -> str:
    """The whole of DATA-LICENCES.md."""
    found = [share for source in sources() for share in shares(source)]
    carried = [share for share in found if share.redistributable == "yes"]
    alike = [share for share in carried if "-SA" in share.licence]
    withheld = [share for share in found if share.redistributable != "yes"]
    blocks = [
        INTRODUCTION,
        "## Overview\n",
        *_overview(sources()),
        "\n## Attribution\n",
        "Credit the publisher in this way when you pass on values of a packaged dataset, name the licence, and say "
        "that they were adapted. `corridors data show NAME` prints the same line.\n",
        *_attributions(carried),
        "\n" + SHARE_ALIKE,
        *_lines(alike),
        "\n" + WITHHELD,
        "| Dataset | Part | Publisher | Terms | May it be passed on? |",
        "|---|---|---|---|---|",
        *(_withheld(share) for share in withheld),
        "\n" + AREAS,
        "## Addresses of the licences\n",
        *(f"- {name}: <{address}>" for name, address in LICENCE_ADDRESSES.items()),
        "\n" + NOTICES,
    ]
    return "\n".join(blocks)


def shares(source: Source) -> tuple[Share, ...]:
    """The parts of a dataset with their own terms, or the dataset itself."""
    return tuple(_share(source.name, part) for part in source.parts) or (_share(source.name, source),)


def _share(name: str, of: Source | Part) -> Share:
    label = f"{name}, part {of.name}" if isinstance(of, Part) else name
    return Share(label, of.title, of.publisher, of.edition, of.url, of.licence, of.redistributable, of.citation)


def _overview(every: Iterable[Source]) -> Iterator[str]:
    yield "| Dataset | Title | Publisher | Licence and its basis | In the package |"
    yield "|---|---|---|---|---|"
    for source in every:
        held = {"yes": "yes", "partly": "in part"}.get(source.redistributable, "no")
        terms = f"{source.licence} ({source.licence_basis})"
        yield _row(f"`{source.name}`", source.title, source.publisher, terms, held)


def _attributions(carried: Iterable[Share]) -> Iterator[str]:
    by_line: dict[str, list[str]] = {}
    for share in carried:
        credit = (share.citation or f"{share.publisher}. {share.title}").rstrip(".")
        address = f" <{share.url}>." if share.url else ""
        by_line.setdefault(f"{credit}.{address} {share.licence}.", []).append(share.name)
    for line, names in by_line.items():
        yield f"- {line}\n  For: {'; '.join(names)}."


def _lines(alike: Iterable[Share]) -> Iterator[str]:
    for share in alike:
        yield f"- {share.name}: {share.title}, {share.publisher}, under {share.licence}."


def _withheld(share: Share) -> str:
    name, _, part = share.name.partition(", part ")
    publisher = f"[{share.publisher}]({share.url})" if share.url else share.publisher
    return _row(f"`{name}`", part, publisher, share.licence, share.redistributable)


def _row(*cells: str) -> str:
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


if __name__ == "__main__":
    write_whole(FILE, text())
