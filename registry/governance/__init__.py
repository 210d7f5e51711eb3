"""Published documents, their check against the API strategy, and the pages that show the verdicts."""
