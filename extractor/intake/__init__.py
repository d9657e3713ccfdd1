"""A path becomes a Screenshot (upright pixels, digest, capture time) or a typed refusal. Knows nothing of OCR."""
