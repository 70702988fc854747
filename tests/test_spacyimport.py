"""spaCy comes without its command line, and is otherwise itself."""

import subprocess
import sys

PROGRAM = """
import sys
from qualcode import nlp
import spacy
assert "spacy.cli" not in sys.modules and "weasel" not in sys.modules
assert "spacy_version" in spacy.info(silent=True)
import spacy.cli
assert spacy.cli.download and spacy.cli.app
from spacy.cli.info import info
assert info(silent=True) == spacy.info(silent=True)
"""


def test_the_command_line_is_loaded_when_somebody_asks_for_it() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_a_spacy_that_is_there_already_is_left_alone() -> None:
    program = "import spacy, sys; before = sys.modules['spacy.cli']; from qualcode import nlp; "
    program += "assert sys.modules['spacy.cli'] is before is spacy.cli"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
