"""What a text of a record means for the watched names: what stands around it, its matches, whose filing it is.

One path for all who ask: a run, matching again, the look-up, screening a file, comparing one pair, the canary.
"""
