"""The commands of `registry`, one module each."""
