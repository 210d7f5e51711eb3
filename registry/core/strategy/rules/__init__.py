"""One file per rule; a new file here is found by itself."""
