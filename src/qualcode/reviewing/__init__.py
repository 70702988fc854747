"""What a review still needs, as plain functions of counts that a page or a command can show.

Progress and agreement of a review are counted where its quotes are (``qualcode.desk.figures``).
"""

from qualcode.reviewing.needs import Need, need_of

__all__ = ["Need", "need_of"]
