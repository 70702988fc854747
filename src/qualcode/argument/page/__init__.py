"""The dossier as a page of its own."""
