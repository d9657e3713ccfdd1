"""The command `extractor`: click commands, one file each, imported only when they run."""
