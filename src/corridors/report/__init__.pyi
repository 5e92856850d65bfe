from .build import brief
from .documents import to_docx, to_pdf
from .handout import handout
from .notebook import to_notebook
from .render import to_html, to_json, to_markdown
from .slides import to_slides

__all__ = ["brief", "handout", "to_docx", "to_html", "to_json", "to_markdown", "to_notebook", "to_pdf", "to_slides"]
