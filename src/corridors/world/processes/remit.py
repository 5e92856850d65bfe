"""Remittances: money that people send to where they were born."""

import jax.numpy as jnp
from jax import Array
from jax.typing import ArrayLike


def remit(stock: ArrayLike, received_per_person: ArrayLike, price: ArrayLike) -> tuple[Array, Array]:
    """Give what the people of each pair send to their birthplace in a year, and what arrives there.

    `received = received_per_person * stock` and `sent (1 - price) = received`.

    Args:
        stock: `[..., C]`, persons by residence and birthplace; received_per_person: `[C]`, US dollars a year;
        price: `[C]`, share of the amount sent that the service keeps, from zero to below one.
    Returns: sent and received, `[..., C]`, US dollars a year.

    >>> sent, received = remit([1000.0], [450.0], [0.1])
    >>> float(sent[0]), float(received[0])
    (500000.0, 450000.0)
    """
    received = jnp.asarray(stock) * jnp.asarray(received_per_person)
    return received / (1 - jnp.asarray(price)), received
