"""Sources on US federal courts, and how they write courts, docket numbers and captions."""
