/* From what is chosen to the passages that are shown, and how many each further choice would give. */

/** Passages: quotes of the chosen codes (of the themes when none is), joined where they overlap in a turn. */
function passagesOf(choice) {
  if (choice.ids.size) {
    const without = [...choice.ids].filter((id) => bareById.has(id)).map((id) => bareById.get(id));
    return inOrder([...joined(quotes.filter(({ id }) => choice.ids.has(id))), ...without]);
  }
  const numbers = new Set([...choice.codes].filter((id) => codeById.has(id)).map((id) => codeById.get(id).number));
  const none = [...choice.codes].filter((id) => id in bare);
  const wanted = numbers.size || none.length ? numbers : new Set(themes.map((theme) => theme.number));
  const fitting = quotes.filter(
    (quote) => wanted.has(quote.code) && quoteFits(quote, choice) && quote.score >= choice.low - 1e-9 && quote.score <= choice.high + 1e-9,
  );
  if (choice.all && choice.codes.size > 1) return none.length ? [] : [...together(fitting, wanted)];
  const found = [...joined(fitting)];
  const without = choice.low > 0 || OF_CODINGS.some(([key]) => choice[key].size) ? [] : none.flatMap((kind) => bare[kind]);
  return without.length ? inOrder([...found, ...without]) : found;
}

/** Passages as the sources have them. */
function inOrder(passages) {
  return passages.sort((a, b) => a.source - b.source || a.first - b.first || a.last - b.last);
}

/** What a passage is found by again: its quotes' ids, or its own where it has no code. */
function idsOf(passage) {
  return passage.none ? [passage.id] : passage.quotes.map((quote) => quote.id);
}

/** The codings behind a quote: its code on its segments. */
function codingsOf(quote) {
  const found = [];
  for (let number = quote.first; number <= quote.last; number += 1)
    for (const coding of sources[quote.source].segments[number].codings)
      if (coding.code === quote.code) found.push(coding);
  return found;
}

const DECIDED = "manniskor";
const MACHINES = "maskin";

function valueOfCoding(coding, key) {
  if (key === "by") return coding.theirs ? DECIDED : MACHINES;
  return key === "coders" ? DATA.coders[coding.coder] : codes[coding.code].standing;
}

function valuesOfQuote(quote, key) {
  return new Set(codingsOf(quote).map((coding) => valueOfCoding(coding, key)));
}

function fitsIn(quote, key, chosen) {
  return [...valuesOfQuote(quote, key)].some((value) => chosen.has(value));
}

function quoteFits(quote, choice) {
  return OF_CODINGS.every(([key]) => !choice[key].size || fitsIn(quote, key, choice[key]));
}

function codingFits(coding, choice) {
  return OF_CODINGS.every(([key]) => !choice[key].size || choice[key].has(valueOfCoding(coding, key)));
}

/** What is known of whoever speaks: what a survey's row says of them, before what holds for the whole source. */
function attributeOf(passage, name, at = DATA.attributes.indexOf(name)) {
  const own = turnOf(passage).own;
  return own && name in own ? own[name] : sources[passage.source].attributes[at];
}

/** A passage over quotes of one turn. */
function passageOf(members) {
  return {
    source: members[0].source,
    turn: members[0].turn,
    first: Math.min(...members.map((quote) => quote.first)),
    last: Math.max(...members.map((quote) => quote.last)),
    score: Math.max(...members.map((quote) => quote.score)),
    quotes: members,
  };
}

function* joined(fitting) {
  let open = null;
  for (const quote of fitting) {
    if (open && quote.source === open.source && quote.turn === open.turn && quote.first <= open.last) {
      open.last = Math.max(open.last, quote.last);
      open.score = Math.max(open.score, quote.score);
      open.quotes.push(quote);
    } else {
      if (open) yield open;
      open = passageOf([quote]);
    }
  }
  if (open) yield open;
}

/** Where all wanted codes stand on the same segments. */
function* together(fitting, wanted) {
  for (const passage of joined(fitting)) {
    let open = null;
    for (let number = passage.first; number <= passage.last + 1; number += 1) {
      const over = passage.quotes.filter((quote) => quote.first <= number && number <= quote.last);
      if (new Set(over.map((quote) => quote.code)).size === wanted.size) {
        open ??= { ...passage, first: number, quotes: [] };
        open.last = number;
        for (const quote of over) if (!open.quotes.includes(quote)) open.quotes.push(quote);
      } else if (open) {
        open.score = Math.max(...open.quotes.map((quote) => quote.score));
        yield open;
        open = null;
      }
    }
  }
}

/** Each way of narrowing down but codes: its name in the choice, the values of a passage, and what is chosen. */
function narrowings(choice) {
  return [
    { name: "sources", chosen: choice.sources, valueOf: (passage) => sources[passage.source].name },
    { name: "roles", chosen: choice.roles, valueOf: (passage) => turnOf(passage).role },
    { name: "speakers", chosen: choice.speakers, valueOf: (passage) => turnOf(passage).speaker },
    ...DATA.attributes.map((name, at) => ({
      name: `a.${name}`,
      chosen: choice.attributes.get(name),
      valueOf: (passage) => attributeOf(passage, name, at),
    })),
  ];
}

/**
 * The passages to show, in order, and how many there are for each value of each narrowing, the others being as
 * they are: {passages, counts: Map name → Map value → number, codeCounts: Map code id → number, elsewhere}.
 */
function select(choice) {
  const matches = matcher(choice.search);
  const ways = narrowings(choice);
  const counts = new Map(ways.map((way) => [way.name, new Map()]));
  const passages = [];
  for (const passage of passagesOf(choice)) {
    if (!matches(wordsOf(passage))) continue;
    const failing = ways.filter((way) => way.chosen.size && !way.chosen.has(way.valueOf(passage)));
    if (!failing.length) passages.push(passage);
    for (const way of ways) {
      if (failing.length > 1 || (failing.length === 1 && failing[0] !== way)) continue;
      const tally = counts.get(way.name);
      const value = way.valueOf(passage);
      tally.set(value, (tally.get(value) ?? 0) + 1);
    }
  }
  if (choice.order !== "plats") {
    const sign = choice.order === "hogst" ? -1 : 1;
    passages.sort((a, b) => sign * (a.score - b.score) || a.source - b.source || a.first - b.first);
  }
  return { passages, counts, ...codeTally(choice, ways, matches, counts) };
}

/** How many quotes each code has under the other choices, and in how many bare passages the words stand. */
function codeTally(choice, ways, matches, counts) {
  const fits = (passage) =>
    ways.every((way) => !way.chosen.size || way.chosen.has(way.valueOf(passage))) && matches(wordsOf(passage));
  const codeCounts = new Map();
  const picked = new Set(choice.codes);
  for (const [key] of OF_CODINGS) counts.set(key, new Map());
  for (const quote of quotes) {
    if (quote.score < choice.low - 1e-9 || quote.score > choice.high + 1e-9 || !fits(quote)) continue;
    const { id } = codes[quote.code];
    const failing = OF_CODINGS.filter(([key]) => choice[key].size && !fitsIn(quote, key, choice[key]));
    if (!failing.length) codeCounts.set(id, (codeCounts.get(id) ?? 0) + 1);
    if (picked.size ? !picked.has(id) : codes[quote.code].parent >= 0) continue;
    for (const [key] of OF_CODINGS) {
      if (failing.length > 1 || (failing.length === 1 && failing[0][0] !== key)) continue;
      const tally = counts.get(key);
      for (const value of valuesOfQuote(quote, key)) tally.set(value, (tally.get(value) ?? 0) + 1);
    }
  }
  for (const kind of [UNCODED, UNASKED]) codeCounts.set(kind, choice.low > 0 ? 0 : bare[kind].filter(fits).length);
  return { codeCounts };
}
