"""What changed between two runs: which codings came, went or moved in score, and why.

    before, after = choice.chosen(study)
    found = compare(study, before, after)

Reasons are found by coding the segments in question again with and without each difference
(:mod:`qualcode.differences.causes`).
"""
