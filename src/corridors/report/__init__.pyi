from .build import brief
from .documents import to_docx, to_pdf
from .handout import handout
from .render import to_html, to_json, to_markdown

__all__ = ["brief", "handout", "to_docx", "to_html", "to_json", "to_markdown", "to_pdf"]
