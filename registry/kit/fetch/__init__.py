"""Fetching what a user points at, without letting the address reach into the municipality's own network."""

from registry.kit.fetch.addresses import MADE_UP, FetchRefused, MadeUp, NoAnswer, NotNow
from registry.kit.fetch.transfer import LONGEST_WAIT, Fetched, Known, fetch

__all__ = ["LONGEST_WAIT", "MADE_UP", "FetchRefused", "Fetched", "Known", "MadeUp", "NoAnswer", "NotNow", "fetch"]
