"""What to pay for first: the cheapest way to unblock one initiative, and the best use of a budget across all of them.

The reckoning is explained to its readers in registry/docs/remediation.md.
"""
