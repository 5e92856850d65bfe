"""Borders: who may enter where."""
