"""Pixels to text lines: boxes, ground and ink, and crops that a reader can read. Knows nothing of what text says."""
