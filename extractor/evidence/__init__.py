"""Screens to rows of the evidence table: schema, decisions between readings, review reasons, and the writers."""
