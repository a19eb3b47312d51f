import type { AuditEntry, AuditLevel } from './sessionStore.ts';

const SECURITY = [
  'session.issued',
  'session.recovered',
  'session.reused',
  'session.revoked',
] as const;

const KEPT = {
  security: SECURITY,
  all: [...SECURITY, 'session.refreshed'],
} as const satisfies Record<AuditLevel, readonly AuditEntry['type'][]>;

/** The types of audit entries that are kept at a level. */
export function auditedTypes(level: AuditLevel): readonly AuditEntry['type'][] {
  return KEPT[level];
}
