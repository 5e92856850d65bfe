"""The shades and the type face of every picture; greyscale print and colour-blind eyes tell the shades apart."""

from __future__ import annotations

DARK, MIDDLE, LIGHT, FAINT = "#16324f", "#d9792b", "#8fb4cf", "#dde3e8"
"""Shades in falling darkness, told apart in greyscale (relative luminance 0.03, 0.29, 0.42, 0.76)."""
CLASSES = ("#dde6ee", "#aac4d9", "#6f9cbe", "#386a96", "#16324f")
"""Five shades of one scale from light to dark."""
NO_DATA = "#f7f5f0"
FONT = "Helvetica, Arial, 'Liberation Sans', sans-serif"
