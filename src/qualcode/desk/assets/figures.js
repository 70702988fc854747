/* How far one has come, how far people agree, and what the next training would gain. */

async function showFigures() {
  const got = await ask("/api/progress");
  $("figures").replaceChildren(el("p", {}, say("figures.mine", { n: count(got.mine.total), done: count(got.mine.done) })));
}
