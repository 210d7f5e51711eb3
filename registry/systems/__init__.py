"""Systems, what they are made of, what they depend on, and how people judge them."""
