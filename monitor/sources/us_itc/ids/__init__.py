"""The snapshot of all investigations of the ITC (IDS)."""
