"""Skilled migration: who loses and who gains people with skills, and health workers among them."""
