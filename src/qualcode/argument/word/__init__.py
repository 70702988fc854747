"""The dossier as a Word document."""
