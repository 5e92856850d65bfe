"""The sections of a brief, one package or module per theme: each says what is known, from where, and what is not."""
