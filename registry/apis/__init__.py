"""APIs, their versions and environments, their published documents and who consumes them."""
