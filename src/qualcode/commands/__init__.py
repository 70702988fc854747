"""The commands: one module each with a typer ``app``, a few lines over the library.

:mod:`qualcode.cli` imports the module of the command that was called, and no other.
"""
