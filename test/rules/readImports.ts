import type { ProjectFile } from './projectFiles.ts';
import { memberOf, type Node, nameOf, textOf, walk } from './syntaxTree.ts';

/** What stands for a module whose name is computed: no rule allows it. */
export const COMPUTED = '(computed)';

/** What stands for the environment, however it is reached. */
export const ENVIRONMENT = 'process.env';

/** The modules a file names, in every way that the language has, and `process.env` where it is used. */
export function readImports(file: ProjectFile): readonly string[] {
  const found = new Set<string>();
  walk(file, (node, parent) => {
    const named = [...moduleIn(node), ...environmentIn(node, parent)];
    for (const name of named) found.add(name);
  });
  return [...found];
}

function moduleIn(node: Node): string[] {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportAllDeclaration':
    case 'ExportNamedDeclaration':
    case 'ImportExpression':
    case 'TSImportType':
      return node['source'] == null ? [] : [textOf(node['source']) ?? COMPUTED];
    case 'TSExternalModuleReference':
      return [textOf(node['expression']) ?? COMPUTED];
    case 'CallExpression':
      return isRequire(node['callee'] as Node)
        ? [textOf((node['arguments'] as unknown[])[0]) ?? COMPUTED]
        : [];
    default:
      return [];
  }
}

/** `require(…)`, `x.require(…)`, `createRequire(…)(…)` and `process.getBuiltinModule(…)`. */
function isRequire(callee: Node): boolean {
  const name = nameOf(callee) ?? memberOf(callee);
  if (name === 'require' || name === 'getBuiltinModule' || name === 'createRequire') return true;
  return callee.type === 'CallExpression' && isRequire(callee['callee'] as Node);
}

/** `process.env` itself, `env` out of node:process, and `process` handed on, which would hide both. */
function environmentIn(node: Node, parent: Node | null): string[] {
  if (node.type === 'ImportDeclaration')
    return /^(node:)?process$/.test(textOf(node['source']) ?? '') ? processImport(node) : [];
  if (memberOf(node) === 'process') return isHandedOn(node, parent) ? [ENVIRONMENT] : [];
  return nameOf(node) === 'process' && isValue(node, parent) && isHandedOn(node, parent)
    ? [ENVIRONMENT]
    : [];
}

const processImport = (node: Node) =>
  (node['specifiers'] as Node[]).every(
    (specifier) => specifier.type === 'ImportSpecifier' && nameOf(specifier['imported']) !== 'env',
  )
    ? []
    : [ENVIRONMENT];

/** Whether more can be read of this `process` than one member that is not its environment. */
function isHandedOn(node: Node, parent: Node | null): boolean {
  if (parent?.type === 'UnaryExpression') return false;
  if (parent?.type !== 'MemberExpression' || parent['object'] !== node) return true;
  const member = memberOf(parent);
  return member === null || member === 'env';
}

/** Whether an identifier is read as a variable, not the name of a member or a key. */
function isValue(node: Node, parent: Node | null): boolean {
  if (parent?.type === 'MemberExpression')
    return parent['object'] === node || parent['computed'] === true;
  if (parent?.type === 'Property') return parent['value'] === node;
  return !/^(?:TS|MethodDefinition|PropertyDefinition|ImportSpecifier|ExportSpecifier)/.test(
    parent?.type ?? '',
  );
}
