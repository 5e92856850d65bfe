"""How a value came to be known: the marks that travel with every number."""

from enum import StrEnum


class Quality(StrEnum):
    """The ways a value can be known, from best to none.

    Example:
        >>> Quality("modelled").label
        'estimated'
        >>> [q.value for q in Quality]
        ['observed', 'modelled', 'extrapolated', 'projected', 'unverified', 'missing']
    """

    OBSERVED = "observed"
    """Counted, registered, surveyed or written in a legal text by the publisher."""
    MODELLED = "modelled"
    """Estimated by the publisher or by us from observed values."""
    EXTRAPOLATED = "extrapolated"
    """Carried beyond the last observation by the publisher."""
    PROJECTED = "projected"
    """A statement about the future under stated assumptions."""
    UNVERIFIED = "unverified"
    """Compiled from general knowledge and not yet checked against a source."""
    MISSING = "missing"
    """Not known here; never a zero."""

    @property
    def label(self) -> str:
        """The word that a reader sees: `modelled` is read as "estimated"."""
        return "estimated" if self is Quality.MODELLED else self.value
