"""The review desk: a page on this machine where people judge coded quotes, alone or two at once.

``server`` opens it; ``app`` has its addresses and ``guard`` who may come in. Behind them, ``desk`` holds a
run as it was written (``material``) and what people say of it at this moment (``voices``): it answers with
quotes in turn (``line``), one of them whole (``shown``) or a transcript (``transcript``). ``acts`` turns what
a reviewer does into decisions, which are on the disk in ``codings/`` before the page is told so. Under which
claims of the argument a quote stands is told by ``claims`` and ``argued``; ``stances`` turns what a reviewer
does there into the dossier's choices. ``figures`` and ``agreeing`` say how far all of it has come.

Offsets in the page count UTF-16 units, as JavaScript does, and code points everywhere else (``offsets``).
"""
