"""Answers: the questions of the founding documents, each answered from data with its uncertainty, sources and limits.

>>> import corridors as cr
>>> found = cr.answer("stocks", country="Tonga")
>>> found.id, found.theme
('stocks', 'statistics')
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submodules=["forms"],
    submod_attrs={
        "answer": ["Answer", "Column", "Data", "Interval", "ViewRange"],
        "asked": ["Asked"],
        "questions": ["Question", "question", "questions"],
    },
)
