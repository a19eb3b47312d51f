export * from '../../bench/process/postgresCluster.ts';
