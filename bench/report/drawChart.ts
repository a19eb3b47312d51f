import { OURS } from '../scenario.ts';
import { formatRatio, type MeasuredScenario } from './formatOverview.ts';
import { isHeldBack } from './isHeldBack.ts';
import type { Summary } from './summarize.ts';

const WIDTH = 760;
const LEFT = 270;
const LONGEST = WIDTH - LEFT - 60;
const BAR = 16;
const STEP = 24;
const TITLE = 34;

/** Colours that can be read on white and, where the reader prefers it, on black. */
const STYLE = `
    text { font: 13px system-ui, sans-serif; fill: #1f2328 }
    .title { font-weight: 600 }
    .other { fill: #8c959f }
    .ours { fill: #0969da }
    @media (prefers-color-scheme: dark) {
      text { fill: #e6edf3 }
      .other { fill: #6e7681 }
      .ours { fill: #4493f8 }
    }`;

const MARK = '*';
const NOTE = `${MARK} This server or the first one could do more: the load generator's side was busy throughout.`;

/** An SVG chart of the scenarios that RefreshQL takes part in: throughput as a share of the floor's, nothing absolute. */
export function drawChart(measured: readonly MeasuredScenario[]): string {
  const scenarios = measured.filter(({ summaries }) => summaries.some(({ name }) => name === OURS));
  const longest = Math.max(1, ...scenarios.flatMap((it) => it.summaries.map((s) => s.ofFloor)));
  const parts: string[] = [];
  let y = 0;
  for (const { title, summaries } of scenarios) {
    parts.push(text(0, y + 20, title, 'title'));
    y += TITLE;
    for (const summary of summaries) {
      const mark = summaries.slice(0, 1).concat(summary).some(isHeldBack) ? MARK : '';
      parts.push(bar(summary, y, LONGEST / longest, mark));
      y += STEP;
    }
    y += STEP / 2;
  }
  if (scenarios.some(({ summaries }) => summaries.some(isHeldBack))) {
    parts.push(text(0, y + BAR - 3, NOTE));
    y += STEP;
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y}" role="img">
  <title>Requests per second as a share of a hand-written server's</title>
  <style>${STYLE}
  </style>
${parts.join('\n')}
</svg>
`;
}

function bar({ name, ofFloor }: Summary, y: number, scale: number, mark: string): string {
  const width = Math.max(1, Math.round(ofFloor * scale));
  const kind = name.startsWith(OURS) ? 'ours' : 'other';
  const rect = `<rect class="${kind}" x="${LEFT}" y="${y}" width="${width}" height="${BAR}" rx="2"/>`;
  const baseline = y + BAR - 3;
  return [
    text(0, baseline, name),
    `  ${rect}`,
    text(LEFT + width + 8, baseline, formatRatio(ofFloor) + mark),
  ].join('\n');
}

function text(x: number, y: number, words: string, kind?: string): string {
  const style = kind === undefined ? '' : ` class="${kind}"`;
  return `  <text${style} x="${x}" y="${y}">${escapeXml(words)}</text>`;
}

function escapeXml(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
