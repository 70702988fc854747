"""Four turns of a conversation, with labels in any layout."""

ASKED, ANSWERED = "Hur länge har du bott här?", "Tio år ungefär."
AGAIN, MORE = "Vad tycker du om torget?", "Det är fint på dagen."


def dialogue(first: str, second: str, *, after: str = " ") -> str:
    return "\n".join(
        [
            f"{first}{after}{ASKED}",
            f"{second}{after}{ANSWERED}",
            f"{first}{after}{AGAIN}",
            f"{second}{after}{MORE}",
        ]
    )
