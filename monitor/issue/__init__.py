"""One issue for one audience: gathered from the store, composed, written, and kept as what was said."""
