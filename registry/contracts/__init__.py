"""Contracts, their terms and the systems they cover."""
