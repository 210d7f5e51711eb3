"""Fetching what a user points at, without letting the address reach into the municipality's own network."""

from registry.kit.fetch.addresses import FetchRefused, NoAnswer, NotNow
from registry.kit.fetch.transfer import LONGEST_WAIT, Fetched, Known, fetch

__all__ = ["LONGEST_WAIT", "FetchRefused", "Fetched", "Known", "NoAnswer", "NotNow", "fetch"]
