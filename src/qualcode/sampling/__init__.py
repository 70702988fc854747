"""Segments drawn for people to code blind: how many, which ones, the sheets, and what is kept of the design.

``size`` says how many are needed, ``draw`` draws them, ``uncertain`` ranks what the machine is unsure of,
``sheet`` writes what a person fills in, and ``design`` keeps how a sample was drawn, so that shares can be
weighted later.
"""
