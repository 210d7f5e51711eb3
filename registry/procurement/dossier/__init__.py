"""The dossier: everything needed to decide about one contract, on one page, in print and as PDF."""
