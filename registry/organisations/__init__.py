"""Who answers for what: the organisation tree, people, and the roles people hold for records."""
