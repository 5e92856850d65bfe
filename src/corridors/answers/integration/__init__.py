"""Integration: how people fare where they live, what they reach, how mixed societies are, and what is thought of it."""
