"""The world model: everybody on Earth by residence, birthplace, sex, age and education, in pure JAX.

`Cells` says which pairs of residence and birthplace are inhabited, `State` how many live there, `Inputs` what moves
them; `corridors.world.order` is the printable list of processes, `corridors.world.run` runs them.
Labels, files and data stay outside: `corridors.scenarios` launches worlds from data and stores what comes out.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submodules=["identities", "lifetable", "rates"],
    submod_attrs={
        "cells": ["Cells"],
        "order": ["BILATERAL", "NET", "Process", "step"],
        "run": ["run"],
        "state": ["AGES", "EDUCATION", "SEXES", "Inputs", "Ledger", "Moves", "State"],
        "summary": ["Summary", "summarise"],
    },
)
