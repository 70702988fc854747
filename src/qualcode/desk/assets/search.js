/* Searching all sources: each hit with the words around it. */

function startSearch() {
  $("search-form").addEventListener("submit", (event) => {
    event.preventDefault();
    location.hash = address("sok", [["ord", $("search").value.trim()]]);
  });
}

async function showSearch(words) {
  $("search").value = words;
  if (!words) $("search").focus();
}
