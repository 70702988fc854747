"""What people said of the text: the study's ``codings/``, one row a judgement.

    said, problems = ledger.read(study.codings)
    standing = decision.in_force(said)

A judgement is of one code on one stretch of text by one person: it has the code, or has it not. Nothing is
ever rewritten; whoever changes their mind adds a row.

``anchors`` (with ``words``) finds the stretches again in texts that were edited, and ``settling`` keeps
where a person says they belong; ``on_segments`` says what each person says of each segment, and ``agreed``
what they say together; ``outranking`` puts that before a machine's codings, and ``in_study`` does all of it
for a run. ``incoming`` takes in what people filled in.
"""

from qualcode.decisions.decision import Decision, Judgement, in_force
from qualcode.decisions.ledger import append, read

__all__ = ["Decision", "Judgement", "append", "in_force", "read"]
