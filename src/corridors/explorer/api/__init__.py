"""The API, version 1: countries, datasets, stocks, flows, corridors and answers."""
