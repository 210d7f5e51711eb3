"""Development initiatives, the goals they serve, what they touch, the obstacles people met and the remediations proposed."""
