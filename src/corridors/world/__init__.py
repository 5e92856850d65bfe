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
        "ages": ["Ages"],
        "cells": ["Cells"],
        "effects": ["Effects", "no_effects"],
        "given": ["Economies", "Given", "Parameters", "Reference"],
        "order": ["BILATERAL", "NET", "POLICY", "Process", "step"],
        "outcome": ["Outcome", "Watched"],
        "run": ["run", "run_scenario"],
        "state": ["EDUCATION", "SEXES", "STANDING", "Inputs", "Ledger", "Moves", "State", "Work"],
        "summary": ["Summary", "summarise"],
    },
)
