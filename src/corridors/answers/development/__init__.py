"""Answers on migration and development: what is sent, what sending costs, what both ends gain."""
