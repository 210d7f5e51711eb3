"""The life of an initiative, what it returns, and how the municipality learns from it."""
