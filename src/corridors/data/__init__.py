"""The evidence: a catalogue of datasets, each with its provenance, and the frames themselves."""

from corridors.data.catalogue import names, source, sources
from corridors.data.load import Loaded, lazy, load, outlines
from corridors.data.source import Part, Source

__all__ = ["Loaded", "Part", "Source", "lazy", "load", "names", "outlines", "source", "sources"]
