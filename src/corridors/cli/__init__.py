"""The command line: thin commands over the Python functions of the same names."""
