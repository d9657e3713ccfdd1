"""Fits the model of wordings (`models/wording.npz`) on labelled talk, and says what it does on talk that it was not fitted on."""
