/** Strokes as a hand draws them on a pad of 320 × 120 px. */
export function scribble(): number[][][] {
  return [0, 1, 2].map((stroke) => Array.from({ length: 12 }, (_, at) => [40 + stroke * 60 + at * 3, 30 + (at % 5) * 8, stroke * 400 + at * 16, 0.5]));
}
