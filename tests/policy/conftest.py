import jax
import pytest


@pytest.fixture
def double():
    """Double precision, for identities and finite differences."""
    with jax.enable_x64(True):
        yield
