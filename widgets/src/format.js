/**
 * @param {number} seconds
 * @returns {string} `0.4 s`, `12 s`, `3:05`, `1:02:09`
 */
export function duration(seconds) {
  if (seconds < 9.95) return `${Math.max(0, seconds).toFixed(1)} s`;
  if (seconds < 59.5) return `${Math.round(seconds)} s`;
  const whole = Math.round(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const pad = (/** @type {number} */ n) => String(n).padStart(2, "0");
  return hours ? `${hours}:${pad(minutes)}:${pad(rest)}` : `${minutes}:${pad(rest)}`;
}

/**
 * @param {number} n
 * @param {string} noun
 * @returns {string} `1 step`, `1,204 tokens`
 */
export function count(n, noun) {
  return `${n.toLocaleString("en")} ${noun}${n === 1 ? "" : "s"}`;
}

/**
 * @param {number} probability
 * @returns {string} `83%`
 */
export function percent(probability) {
  return `${Math.round(probability * 100)}%`;
}
