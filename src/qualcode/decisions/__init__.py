"""What people said of the text: the study's ``codings/``, one row a judgement.

    said, problems = ledger.read(study.codings)
    standing = decision.in_force(said)

A judgement is of one code on one stretch of text by one person: it has the code, or has it not. Nothing is
ever rewritten; whoever changes their mind adds a row.
"""

from qualcode.decisions.decision import Decision, Judgement, in_force
from qualcode.decisions.ledger import append, read

__all__ = ["Decision", "Judgement", "append", "in_force", "read"]
