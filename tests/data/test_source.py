"""Sidecars: a slip in one is refused by name."""

import pytest

from corridors.data.catalogue import SIDECARS
from corridors.data.source import read_sidecar
from corridors.errors import InvalidInput

STOCK = (SIDECARS / "migrant_stock.toml").read_text()
AGES = (SIDECARS / "migrant_stock_age.toml").read_text()


@pytest.mark.parametrize(
    ("text", "old", "new", "words"),
    [
        (STOCK, 'unit = "persons"', 'units = "persons"', "unknown keys units. Did you mean unit"),
        (STOCK, 'unit = "persons"\n', "", "missing keys unit"),
        (STOCK, 'quality = "modelled"', 'quality = "guessed"', "quality 'guessed' is not one of observed"),
        (STOCK, 'redistributable = "yes"', 'redistributable = "perhaps"', "redistributable 'perhaps'"),
        (STOCK, 'redistributable = "yes"', 'redistributable = "partly"', "both kinds of part"),
        (STOCK, 'country = ["origin", "destination"]', 'country = ["origin", "host"]', "host stand in no list"),
        (STOCK, "years = [1990, 2024]\n", "", "needs the first and last year"),
        (STOCK, 'quality = "modelled"', 'quality = "modelled"\nquality_column = "sex"', "need each other"),
        (STOCK, 'title = "', "title = ", "is no TOML"),
        (AGES, 'licence = "not stated"\n', "", "missing keys licence"),
        (AGES, "where = { edition = [2024] }\n", "", "needs either `where` or `columns`"),
        (AGES, "where = { edition = [2024] }", "where = { release = [2024] }", "release stand in no list"),
        (AGES, "where = { edition = [2024] }", "were = { edition = [2024] }", "unknown keys were. Did you mean where"),
    ],
)
def test_a_slip_is_refused_by_name(text, old, new, words, tmp_path):
    assert text.count(old) >= 1, "the sidecar has changed: choose another line"
    path = tmp_path / "sample.toml"
    path.write_text(text.replace(old, new, 1))
    with pytest.raises(InvalidInput, match=words) as caught:
        read_sidecar(path)
    assert "sample.toml" in str(caught.value)


def test_the_values_of_a_part_may_be_numbers_and_one_needs_no_list(tmp_path):
    path = tmp_path / "sample.toml"
    path.write_text(AGES)
    assert [part.where for part in read_sidecar(path).parts] == [("edition", (2020,)), ("edition", (2024,))]
    path.write_text(AGES.replace("where = { edition = [2024] }", "where = { edition = 2024 }"))
    assert read_sidecar(path).parts[1].where == ("edition", (2024,))
