"""The docket feeds of the federal courts (PACER RSS)."""
