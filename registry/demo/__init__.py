"""The demonstration municipality, Granviks kommun: its catalogue as csv files in the product's own format, and the loaders.

Everything is invented, people, suppliers and products too; only the technologies the systems are built on are real.
"""
