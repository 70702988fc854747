"""The desk's addresses. Who may ask for them at all is :mod:`qualcode.desk.guard`'s to say."""

# FastAPI looks annotations up when a route is made: here they are what they say.
from dataclasses import replace
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Header, Request
from fastapi.responses import HTMLResponse, Response

from qualcode.decisions.decision import Decision
from qualcode.desk import argued, figures, page, refusals, shown, state, transcript
from qualcode.desk.acts import RefusedError
from qualcode.desk.agreeing import Agreeing
from qualcode.desk.answer import Answer
from qualcode.desk.asked import Choice, Reviewer, Sent, Sought, Stood, Wanted
from qualcode.desk.desk import Chosen, Desk, Done, View
from qualcode.desk.entry import Entry, stretch_id
from qualcode.desk.freshness import Freshness
from qualcode.desk.line import JUDGED, Asked
from qualcode.desk.rerun import Rerun


def build(desk: Desk, rerun: Rerun, *, reviewer: str = "", blind: bool = False) -> FastAPI:
    """The application.

    Args:
        desk: The study.
        rerun: Makes new runs of it.
        reviewer: Who reviews, if that is known.
        blind: Whether everybody is blind, whatever they ask for.
    """
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    fresh, agreeing = Freshness(), Agreeing()
    refusals.tell(app, lambda: desk.study)

    def who(
        x_reviewer: Annotated[str | None, Header()] = None, x_blind: Annotated[str | None, Header()] = None
    ) -> Reviewer:
        return Reviewer.of(x_reviewer, x_blind, blind)

    Who = Annotated[Reviewer, Depends(who)]

    @app.get("/")
    def frame() -> HTMLResponse:
        with desk.view() as view:
            return HTMLResponse(page.html(view, reviewer, blind))

    @app.get("/desk.css")
    def style() -> Response:
        with desk.view() as view:
            return Response(page.style() + page.code_colors(view), media_type="text/css")

    @app.get("/desk.js")
    def script() -> Response:
        return Response(page.script(), media_type="text/javascript")

    @app.get("/favicon.ico")
    def icon() -> Response:
        return Response(status_code=204)

    @app.get("/api/state")
    def stands(who: Who) -> Answer:
        desk.follow()
        with desk.view() as view:
            return Answer(state.of(desk, view, who.name, fresh, rerun))

    @app.get("/api/people")
    def people() -> Answer:
        """Names of those who have judged something; they say nothing of what."""
        with desk.view() as view:
            return Answer({"people": view.voices.people})

    @app.post("/api/line")
    def line(choice: Choice, who: Who) -> Answer:
        with desk.view() as view:
            asked = choice.asked(who, view.material)
            found = view.line.select(asked, desk.seen)
            # How far one has come is the same wherever one looks.
            whole = asked.status == "all"
            everything = found if whole else view.line.select(replace(asked, status="all"), desk.seen)
            return Answer(
                {
                    "run": view.material.run,
                    "ids": [each.id for each in found],
                    "all": len(view.line.entries(who.blind)),
                    "of": len(everything),
                    "done": _done(everything, asked, view),
                }
            )

    @app.post("/api/rows")
    def rows(wanted: Wanted, who: Who) -> Answer:
        with desk.view() as view:
            asked = Asked(who.name, who.blind)
            found = [view.line.entry(id_, who.blind) for id_ in wanted.ids]
            shown_ = [shown.row(each, asked, view.line, view.material) for each in found if each]
            return Answer({"rows": shown_})

    @app.get("/api/quotes/{id_}")
    def quote(id_: str, who: Who) -> Answer:
        with desk.view() as view:
            entry = view.line.entry(id_, who.blind)
            if entry is None:
                raise RefusedError("quote")
            desk.seen.add(who.name, id_)
            asked = Asked(who.name, who.blind)
            return Answer(shown.whole(entry, asked, view))

    @app.get("/api/sources/{number}")
    def source(number: int, who: Who) -> Answer:
        with desk.view() as view:
            _check_source(number, view)
            return Answer(transcript.of_source(number, who.name, who.blind, view))

    @app.get("/api/sources/{number}/margin")
    def margin(number: int, who: Who) -> Answer:
        with desk.view() as view:
            _check_source(number, view)
            return Answer(transcript.margin(number, who.name, who.blind, view))

    @app.post("/api/acts")
    def act(sent: Sent, who: Who) -> Answer:
        with desk.view() as view:
            done = desk.act(sent.act(who, view.material, desk.former), sent.quote)
            return Answer(_told(done, who, view, desk))

    @app.post("/api/stances")
    def stance(stood: Stood, who: Who) -> Answer:
        with desk.view() as view:
            chosen = desk.stand(stood.stand(who, view.material, desk.former), stood.quote)
            return Answer(_told(chosen, who, view, desk))

    @app.get("/api/claims")
    def claims() -> Answer:
        with desk.view() as view:
            return Answer({"claims": argued.kinds(view.claims, view.material.language)})

    @app.post("/api/undo")
    def undo(request: Request, who: Who) -> Answer:
        with desk.view() as view:
            return Answer(_told(desk.undo(who.name), who, view, desk))

    @app.post("/api/search")
    def search(sought: Sought, who: Who) -> Answer:
        with desk.view() as view:
            finder = view.finder
        # Nobody waits for what somebody else searches.
        return Answer(finder.find(sought.words, who.blind))

    @app.get("/api/progress")
    def progress(who: Who) -> Answer:
        with desk.view() as view:
            return Answer(figures.of(view, Asked(who.name, who.blind)))

    @app.get("/api/agreement")
    def agreement(who: Who) -> Answer:
        if who.blind:
            return Answer(None)
        with desk.view() as view:
            asking = figures.asking(view)
        # Nobody waits for what takes its time.
        return Answer(agreeing.of(asking))

    @app.post("/api/run")
    def run(request: Request) -> Answer:
        return Answer({"started": rerun.start(), "rerun": rerun.state()})

    return app


def _done(found: list[Entry], asked: Asked, view: View) -> int:
    """How many the reviewer has judged."""
    return sum(view.line.status(each, asked.coder, asked.blind) in JUDGED for each in found)


def _check_source(number: int, view: View) -> None:
    if not 0 <= number < len(view.material.sources):
        raise RefusedError("source")


def _told(done: Done | Chosen, who: Reviewer, view: View, desk: Desk) -> dict[str, Any]:
    """What the page may show as decided, now that it is on the disk."""
    numbers, codes = view.material.source_numbers, view.material.code_numbers
    return {
        "undone": shown.undone(done.undone) if done.undone else None,
        "run": view.material.run,
        "kind": done.kind,
        "undo": desk.can_undo(who.name),
        "version": view.version,
        "rows": [
            {
                "id": stretch_id(row.source, row.start, row.end, row.code),
                "source": numbers.get(row.source, -1),
                "code": codes.get(row.code, -1),
                "judgement": row.judgement,
            }
            for row in done.rows
            if isinstance(row, Decision)
        ],
    }
