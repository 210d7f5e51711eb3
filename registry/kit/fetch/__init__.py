"""Fetching what a user points at, without letting the address reach into the municipality's own network."""

from registry.kit.fetch.addresses import FetchRefused
from registry.kit.fetch.transfer import Fetched, fetch

__all__ = ["FetchRefused", "Fetched", "fetch"]
