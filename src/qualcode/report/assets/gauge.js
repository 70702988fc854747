/* A score beside its threshold; the report and the review desk share it. */

/** The score as a bar with a notch at the threshold, and in words. */
function gauge({ score, threshold }) {
  const words =
    threshold === null
      ? say("why.score", { score: decimal(score) })
      : say("why.score_of", { score: decimal(score), threshold: decimal(threshold) });
  return el(
    "span",
    { class: "gauge" },
    svg(
      "svg",
      { viewBox: "0 0 100 12", width: "100", height: "12", "aria-hidden": "true", focusable: "false" },
      svg("rect", { class: "whole", y: "2", width: "100", height: "8", rx: "1" }),
      svg("rect", { class: "part", y: "2", width: String(100 * score), height: "8", rx: "1" }),
      threshold === null
        ? null
        : svg("rect", { class: "notch", x: String(100 * threshold - 0.75), width: "1.5", height: "12" }),
    ),
    words,
  );
}
