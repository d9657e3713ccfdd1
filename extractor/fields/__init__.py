"""Strings to values: money, numbers, moments, phones. Pure functions; no OCR, no files."""
