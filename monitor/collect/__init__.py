"""One run of one source: what it asks, what it reads, what it keeps, and what it was worth."""
