"""Sources of the US International Trade Commission, and how it prints parties, places, numbers and rights."""
