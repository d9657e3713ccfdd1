"""`extractor review`: a local page in which a person compares rows with their pictures. Bound to this machine alone."""
