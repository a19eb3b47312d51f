/** How long answers took, in milliseconds. */
export interface Latencies {
  readonly p50: number;
  readonly p99: number;
}

/** The median and the 99th percentile (nearest rank); zeros where there is nothing to look at. */
export function summarizeLatencies(milliseconds: readonly number[]): Latencies {
  const sorted = Float64Array.from(milliseconds).sort();
  const at = (share: number) => sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
  return { p50: at(0.5), p99: at(0.99) };
}
