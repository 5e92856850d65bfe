"""Settings of the documentation: `make docs` builds it, without a network."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import gallery
import generate
import retrospective

from corridors import __version__

project = "Corridors"
author = "The Corridors developers"
copyright = "2026, the Corridors developers"
release = version = __version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build", "reference/generated", "gallery/generated/list.md", "evaluation/generated/list.md"]
source_suffix = {".md": "markdown"}
suppress_warnings = ["myst.header"]
default_role = "code"
smartquotes = False

add_module_names = False
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_preserve_defaults = True
napoleon_google_docstring = True
napoleon_numpy_docstring = False

html_theme = "furo"
html_title = "Corridors"
html_static_path = ["_static"]
html_css_files = ["corridors.css"]
html_copy_source = False
html_theme_options = {"navigation_with_keys": True}
pygments_style = "friendly"
python_display_short_literal_types = True
python_maximum_signature_line_length = 90

generate.write(Path(__file__).parent / "reference" / "generated")
gallery.write(Path(__file__).parent / "gallery" / "generated")
retrospective.write(Path(__file__).parent / "evaluation" / "generated")
