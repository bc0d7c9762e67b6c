"""What is noticed where the pages of a source change as pages do: every source is played through a catalogue of changes, each over
three simulated weeks. `make mutate-pages` writes docs/page-mutations.md; `python -m tests.pages SOURCE` plays one source."""
