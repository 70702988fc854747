"""The argument: claims in YAML, held against what was coded, as a dossier that an author can stand by.

    found = of_study.dossier(study)          # a Dossier: plain values, all that a reader sees
    output.write(found, study.outputs)       # outputs/dossier/: one writer a format

``model`` is what ``codebook/argumentation.yaml`` holds and ``loading`` reads it with every problem at its
place; ``judging`` and ``passages`` find what stands on each side of a claim, ``ranking`` chooses what is
shown, ``likeness`` lists what no rule found and a person should read, ``choices`` keeps what people pinned,
banned and confirmed, and ``dossier`` is what comes of it, made by ``making``.
"""
