from .build import brief
from .render import to_html, to_json, to_markdown

__all__ = ["brief", "to_html", "to_json", "to_markdown"]
