"""Published documents fetched again from their addresses: when, how, what came of it, and what needs somebody's eyes."""
