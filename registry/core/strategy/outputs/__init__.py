"""Verdicts as other programs and people read them: each writer takes outcomes one by one and gives the text piece by piece."""
