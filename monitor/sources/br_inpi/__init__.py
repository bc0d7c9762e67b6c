"""The trademark gazette of INPI Brazil (RPI)."""
