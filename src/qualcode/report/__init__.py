"""The report page: one self-contained HTML file for those who read and judge coded quotes.

:mod:`~qualcode.report.page` renders it from a finished run: overview and definitions as HTML
(:mod:`~qualcode.report.overview`), transcripts, codings and quotes as JSON
(:mod:`~qualcode.report.material`) that the scripts in ``assets/`` show on demand. Nothing in it refers to
anything outside itself.
"""
