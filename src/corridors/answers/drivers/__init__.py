"""Why people move: gaps between the two ends of a corridor, and conflict."""
