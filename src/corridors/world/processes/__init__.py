"""The processes of the world: each a pure function `(cells, state, inputs, years) -> (state, ledger entries)`."""
