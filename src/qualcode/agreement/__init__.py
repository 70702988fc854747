"""How far coders agree: the statistics, and what is compared.

Statistics are plain functions of arrays (``percent``, ``kappa``, ``alpha``, ``ac1``, ``retrieval``, ``rho``,
``prevalence``), each with the source of its formula; ``bootstrap`` and ``bounds`` give their intervals.
``pairs``, ``several`` and ``sets`` put them together for a code, and for all of them.
"""
