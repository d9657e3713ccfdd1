"""Draws the labelled sample screenshots: invented data, HTML screens, Chromium, photographic defects."""
