"""The weights of the scores: decided by people, kept version by version, and never before it was seen whose score moves."""
