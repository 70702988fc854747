"""The gate: what a code must reach before it counts, and where each code stands.

A study says in ``gate:`` how far the machine must agree with people, on how many segments that were drawn
blind. Every run measures its own codings by that, so that a status always belongs to the codebook and the
model that coded; every output shows it.
"""
