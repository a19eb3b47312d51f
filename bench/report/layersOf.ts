/** What is read of a V8 CPU profile; times are microseconds. */
export interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string };
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/** The share that a layer has of the time in which the program did something. */
export interface LayerShare {
  readonly layer: string;
  readonly share: number;
}

/** The first layer whose pattern fits `function url` has the time. */
const LAYERS: readonly (readonly [layer: string, pattern: RegExp])[] = [
  ['garbage collection', /^\(garbage collector\)/],
  [
    'signatures and hashes',
    /internal\/crypto|issuer\/(?:localJws|sign\w+|verifyJws)\.ts|\/jose\/|\/sodium-native\//,
  ],
  ['session store', /issuer\/store\/(?!replies)|sqlite/],
  ['tokens and rotation', /\/issuer\//],
  ['leases and kept replies', /adapters\/exchange|issuer\/store\/replies/],
  ['upstream call', /\/undici\/|\/adapters\/|\/cockatiel\//],
  ['log', /\/pino\/|\/sonic-boom\/|server\/log|^(?:writeBuffer|writeString) /],
  ['metrics', /\/prom-client\/|server\/metrics/],
  ['limits', /rate-limiter|server\/limits/],
  ['GraphQL', /graphql|\/schema\/|\/@envelop\/|\/@pothos\//],
  ['use cases', /\/resolvers\/|\/domain\//],
  ['HTTP', /server\/http|node:(?:_http|internal\/(?:stream|http)|net|events)|^write\w* $/],
];

/** Adds up where a profile spent its time, the first seconds of work left out; the largest layer first. */
export function layersOf(profile: CpuProfile, skippedSeconds: number): readonly LayerShare[] {
  const names = new Map(profile.nodes.map(({ id, callFrame }) => [id, layerOf(callFrame)]));
  const times = new Map<string, number>();
  let [clock, total] = [0, 0];
  for (const [index, id] of profile.samples.entries()) {
    const time = profile.timeDeltas[index] ?? 0;
    const layer = names.get(id);
    if (layer === undefined || layer === IDLE) continue;
    clock += time;
    if (clock < skippedSeconds * 1e6) continue;
    times.set(layer, (times.get(layer) ?? 0) + time);
    total += time;
  }
  return [...times]
    .map(([layer, time]) => ({ layer, share: time / total }))
    .sort((a, b) => b.share - a.share);
}

const IDLE = 'idle';

function layerOf({ functionName, url }: CpuProfile['nodes'][number]['callFrame']): string {
  if (functionName === '(idle)') return IDLE;
  const text = `${functionName} ${url}`;
  return LAYERS.find(([, pattern]) => pattern.test(text))?.[0] ?? 'Node and everything else';
}
