import { describe, expect, it } from 'vitest';
import { readLifeOptions } from '../../bench/life/readLifeOptions.ts';
import { profileOf } from '../../bench/profileOf.ts';
import { readOptions } from '../../bench/readOptions.ts';
import { SCENARIOS } from '../../bench/scenarios.ts';

describe('a command line that makes no sense', () => {
  it.each([
    [['--rounds', '0'], '--rounds is a number above 0 and below 3600, not "0".'],
    [['--rounds', '1.5'], '--rounds is a whole number, not "1.5".'],
    [['--seconds', 'x'], '--seconds is a number above 0 and below 3600, not "x".'],
    [['natve'], 'There is no scenario "natve".'],
    [['--svg', 'a.svg', 'scale-sqlite'], 'not scale-sqlite.'],
    [['--speed'], '--speed'],
  ])('is refused with a sentence on what is wrong: %j', (args, sentence) => {
    expect(() => readOptions(args)).toThrow(sentence);
  });

  it.each([
    [['--requests', '0'], '--requests is a number above 0 and below 1000000000, not "0".'],
    [['--connections', 'many'], '--connections is a number above 0 and below 3600, not "many".'],
  ])('is refused by the measurement of a life, too: %j', (args, sentence) => {
    expect(() => readLifeOptions(args)).toThrow(sentence);
  });
});

describe('the scenarios', () => {
  it('are one where a name is whole, and several where it is how they begin', () => {
    const ids = (...args: string[]) => readOptions(args).scenarios.map(({ id }) => id);
    expect(ids('native')).toEqual(['native']);
    expect(ids('graphql')).toEqual(['graphql-typename', 'graphql-refused']);
  });

  it('have a floor that signs access tokens by the algorithm that RefreshQL is set to', () => {
    const signed = SCENARIOS.filter(({ id }) => /^native(-hs256)?$/.test(id)).map(
      ({ subjects }) => [
        subjects[0]?.settings?.['signer'],
        subjects.find(({ name }) => name === 'RefreshQL')?.settings?.['SIGNING_ALG'],
      ],
    );
    expect(signed).toEqual([
      [undefined, undefined],
      ['hs256', 'HS256'],
    ]);
  });
});

describe('the profiles', () => {
  const filesOf = (id: string) => {
    const scenario = SCENARIOS.find((it) => it.id === id)!;
    return scenario.subjects.map((subject) => profileOf('dir', scenario, subject));
  };

  it('of all subjects are in files of their own', () => {
    const files = SCENARIOS.flatMap(({ id }) => filesOf(id)).filter((it) => it !== undefined);
    expect(new Set(files).size).toBe(files.length);
    expect(files).toContain('dir/native-refreshql.cpuprofile');
    expect(files).toContain('dir/native-nativeFloor-1.cpuprofile');
  });

  it('of workers are not taken', () => {
    expect(new Set(filesOf('scale-sqlite'))).toEqual(new Set([undefined]));
  });
});
