"""Suppliers and the municipality's relation with them."""
