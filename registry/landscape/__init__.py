"""The landscape: the catalogue as one graph, what legacy does in it, and the pages that answer questions about both."""
