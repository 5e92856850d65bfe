"""Governance: the fora that states share, how their policies fit together, who carries how much, what has worked."""
