"""Policy: the levers that people argue about, each with what the evidence says it changes.

A `Lever` states its facts (unit, neutral value, range, the parameters it draws from) without loading the world; its one
method gives increments to the `Effects` of a run. `combine` adds the increments of several levers up.

>>> from corridors.policy import LEVERS
>>> LEVERS["visa"].neutral, LEVERS["visa"].scope
(0.0, 'corridor')
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submod_attrs={
        "addition": ["combine"],
        "dates": ["Dates"],
        "lever": ["Lever"],
        "levers": ["LEVERS"],
        "scope": ["Scope"],
    },
)
