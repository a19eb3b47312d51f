import { parseSync } from 'rolldown/utils';
import type { ProjectFile } from './projectFiles.ts';

/** A node of the ESTree that the parser gives, seen as what the rules ask of it. */
export interface Node {
  readonly type: string;
  readonly [member: string]: unknown;
}

/** Calls `visit` with every node of the file and the node it stands in. Syntax errors throw. */
export function walk(file: ProjectFile, visit: (node: Node, parent: Node | null) => void): void {
  const { program, errors } = parseSync(file.path, file.text);
  if (errors.length > 0) throw new SyntaxError(`${file.path}: ${errors[0]?.message}`);
  walkNode(program as unknown as Node, null, visit);
}

function walkNode(node: Node, parent: Node | null, visit: Parameters<typeof walk>[1]): void {
  visit(node, parent);
  for (const member of Object.values(node)) {
    for (const child of Array.isArray(member) ? member : [member]) {
      if (isNode(child)) walkNode(child, node, visit);
    }
  }
}

/** Tells a node from the other things that members of nodes hold. */
const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';

/** The name of an identifier, else null. */
export const nameOf = (value: unknown): string | null =>
  isNode(value) && value.type === 'Identifier' ? String(value['name']) : null;

/** The text of a string literal or of a template without holes, else null. */
export function textOf(value: unknown): string | null {
  if (!isNode(value)) return null;
  if (value.type === 'Literal') return typeof value['value'] === 'string' ? value['value'] : null;
  if (value.type !== 'TemplateLiteral') return null;
  const quasis = value['quasis'] as { value: { cooked: string } }[];
  return quasis.length === 1 ? (quasis[0]?.value.cooked ?? null) : null;
}

/** The name of the member that a member expression reads: null when it is not one, or is computed. */
export function memberOf(node: Node): string | null {
  if (node.type !== 'MemberExpression') return null;
  return node['computed'] === true ? textOf(node['property']) : nameOf(node['property']);
}
