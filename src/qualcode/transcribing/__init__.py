"""From a recording to a draft of its transcript, for a person to correct: ``qualcode transcribe``.

Needs the extra ``qualcode[transcribe]`` (faster-whisper). Nothing is fetched here: ``qualcode models fetch``
does that.
"""
