import assert from "node:assert/strict";
import { test } from "node:test";
import { count, duration, percent } from "../src/format.js";

test("durations", () => {
  const texts = [-1, 0.04, 3.14, 9.96, 59.4, 59.6, 185, 3729].map(duration);
  assert.deepEqual(texts, ["0.0 s", "0.0 s", "3.1 s", "10 s", "59 s", "1:00", "3:05", "1:02:09"]);
});

test("counts and shares", () => {
  assert.deepEqual([count(1, "step"), count(0, "step"), count(1204, "token")], ["1 step", "0 steps", "1,204 tokens"]);
  assert.deepEqual([0, 0.835, 1].map(percent), ["0%", "84%", "100%"]);
});
