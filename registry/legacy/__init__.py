"""The digital legacy: ask about a system, weigh the answers, decide what to do, and see it whole."""
