// "/" moves to the search field, as the help page says.  Everything works without this file.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  const slash = event.key === "/" || (event.code === "Slash" && !event.shiftKey); // by key code on Cyrillic layouts
  if (!slash || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  const field = document.getElementById("q");
  field.focus();
  field.select();
});
