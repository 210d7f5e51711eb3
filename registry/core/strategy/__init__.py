"""The API strategy as data and rules: a document goes in, a verdict on every clause comes out."""
