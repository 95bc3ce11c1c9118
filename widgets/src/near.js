/** Puts off what nobody can see yet. */

/** @type {WeakMap<Element, () => void>} */
const waiting = new WeakMap();

const watcher = globalThis.IntersectionObserver
  ? new IntersectionObserver(arrive, { rootMargin: "600px" }) // about a screen ahead of the scrolling
  : null;

/** @param {IntersectionObserverEntry[]} entries */
function arrive(entries) {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    watcher?.unobserve(target);
    waiting.get(target)?.();
    waiting.delete(target);
  }
}

/**
 * Act once `element` comes near the view; at once where a page cannot tell.
 *
 * @param {Element} element
 * @param {() => void} act
 */
export function whenNear(element, act) {
  if (!watcher) return act();
  waiting.set(element, act);
  watcher.observe(element);
}
