"""What people filled in comes back: sheets of a sample, decided ``quotes.xlsx``, lists, settled places.

Every module here turns one sort of file into :class:`~qualcode.decisions.incoming.taken.Taken`; ``take_in``
knows which, and adds to the study what is new. What cannot be taken is told by file, row and cell, and the
rest comes in.
"""
