/**
 * Keys pressed inside the cards belong to them: the notebook's shortcuts (`dd`, `b`, Enter, Shift+Enter ...) stay out.
 * Saving the notebook still works from everywhere.
 *
 * @param {HTMLElement} root
 */
export function leaveToTheCards(root) {
  const keep = () => root.setAttribute("data-lm-suppress-shortcuts", "true");
  keep();
  root.addEventListener(
    "keydown",
    (event) => {
      const saving = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s";
      if (!saving) return keep();
      root.removeAttribute("data-lm-suppress-shortcuts");
      setTimeout(keep);
    },
    true,
  );
  root.addEventListener("keydown", (event) => {
    if (root.hasAttribute("data-lm-suppress-shortcuts")) event.stopPropagation();
  });
}
