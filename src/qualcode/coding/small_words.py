"""Swedish pronouns, auxiliaries and particles: they have these forms and no others, and make no compounds."""

_GROUPS = """
    är var vara varit vore / har ha hade haft / ska skall skulle / kan kunna kunde kunnat / vill vilja
    ville velat / får få fick fått / blir bli blev blivit / måste / de dem / det / den / jag / du / han
    / hon / vi / ni / mig / dig / sig / oss / någon något några / ingen inget inga / sådan sådant sådana
    / min mitt mina / din ditt dina / sin sitt sina / vår vårt våra / er ert era / egen eget egna / vad
    / vem / vems / vilken vilket vilka / hur / vart / när / här / där / inte / aldrig / alltid / redan /
    bara / också / ju / väl / i / på / att / och / eller / men / med / till / från / av / ut / in / upp
    / ner / ned / bort / så / om / för / som / än / mer / mest / under / över / vid / efter / utan /
    mellan / mot / åt / hos / sedan
"""
SMALL_WORDS = {word: frozenset(group.split()) for group in _GROUPS.split("/") for word in group.split()}
"""Each with all forms of its group."""
