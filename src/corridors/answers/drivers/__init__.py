"""Why people move: drivers of corridors, age, networks, income, the gaps between two ends, and conflict."""
