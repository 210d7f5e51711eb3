"""The hands: list, show, edit, import, export, REST and access, once for every noun."""
