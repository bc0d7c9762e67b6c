"""Case work on hits, as data and pure functions: their states and what belongs to which."""
