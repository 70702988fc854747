"""The map of claims as a picture."""
