"""An API's versions beside each other: what changed, whom it would break, and the days that come."""
