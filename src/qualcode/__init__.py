"""Swedish interviews and workshops as coded evidence: local, automatic, traceable."""

__version__ = "0.1.0"
