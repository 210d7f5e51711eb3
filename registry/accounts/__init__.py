"""Who may log in, with which roles."""
