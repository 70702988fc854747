"""Finding words in what was said: keyword in context (KWIC), with Swedish inflection and compounds.

A query reads as a codebook's rules do:

=================== ==========================================================================
``trygghet``        the word in all its forms and in compounds (*trygghetsvandringen*, but not
                    *otrygghet*, which is another word)
``trygg*``          words that begin so
``"öppna möten"``   words after one another, each in its forms; hesitations between them do not
                    matter, and ``…`` stands for up to three words
``/jobb(en)?\\b/``  a regular expression, regardless of case
``a b``             both in one turn
``a OR b``          one of them (``ELLER`` and ``|`` as well)
``-c``              and this one nowhere in the turn
=================== ==========================================================================

::

    index = SearchIndex(sources, languages={"expert.md": "en"})
    for hit in index.search("trygghet -polis", Where(speakers={"Anna"})):
        print(hit.left, hit.match, hit.right)

:func:`qualcode.search.of_run.index_of` makes the index of a run. ``search`` gives a sequence with the number
of all hits as its length, of which a page (``hits[100:200]``) costs no more than that page; a place in the
text is in code points. An index may be searched from several threads at once.
"""

from qualcode.search.hits import Hit, Hits, Where
from qualcode.search.index import SearchIndex
from qualcode.search.query import Query, QueryError, Term, parse

__all__ = ["Hit", "Hits", "Query", "QueryError", "SearchIndex", "Term", "Where", "parse"]
