"""The explorer: the evidence, the questions and the data in a browser, and the same over HTTP for programs."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__, submod_attrs={"app": ["create_app"], "settings": ["Settings"]}
)
