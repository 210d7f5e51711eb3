"""Growth by iteration: ideas anybody may give, the steps of their life, the legacy they reveal, and what came of it."""
