export * from '../../bench/process/createDatabase.ts';
