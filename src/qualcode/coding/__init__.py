"""From a text's segments to its codes, each with its reasons.

Segments (:mod:`~qualcode.coding.segments`) are read by rules (:mod:`~qualcode.coding.rules`) and by the theme
coder (:mod:`~qualcode.coding.themes`), which joins them with the encoder's vectors; other coders that a study
names vote beside them (:mod:`~qualcode.coding.others`).
"""
