/**
 * Which texts a source file shows: follows names that are bound to a table of texts, or to a part of one, through
 * destructuring and type annotations. A part that is handed on whole counts as shown whole, and so does one that is
 * looked into by a value: what is called unused here is used by nobody.
 */
import { parseAst } from 'vite';

interface Node {
  readonly type: string;
  readonly [key: string]: unknown;
}
type Path = readonly string[];

/** What `useTexts()` and every `DESK_TEXTS[language]` stand for. */
export const STAFF = 'staff texts';

export interface Tables {
  /** Exported tables by their names, and `STAFF`. */
  readonly [root: string]: unknown;
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

/** Calls `use` with the path of every text, or part of a table, that the file takes as it is. */
export function findUses(
  { name, source }: { readonly name: string; readonly source: string },
  tables: Tables,
  use: (path: Path) => void,
): void {
  const program = parseAst(source, { lang: name.endsWith('x') ? 'tsx' : 'ts' }) as unknown as Node;
  const names = new Map<string, Set<string>>();
  let grew = true;

  function bind(name: string, path: Path): void {
    const known = names.get(name) ?? new Set();
    names.set(name, known);
    const text = path.join('.');
    if (known.has(text)) return;
    known.add(text);
    grew = true;
  }

  function partOf(path: Path): unknown {
    return path.reduce<unknown>((part, key) => (part as Record<string, unknown> | undefined)?.[key], tables);
  }

  function keyOf(property: Node, computed: unknown): string | undefined {
    if (!computed && property.type === 'Identifier') return property['name'] as string;
    return property.type === 'Literal' && typeof property['value'] === 'string' ? property['value'] : undefined;
  }

  /** The parts that an expression stands for; none where it is about something else. */
  function resolve(expression: unknown): Path[] {
    if (!isNode(expression)) return [];
    switch (expression.type) {
      case 'Identifier':
        return [...(names.get(expression['name'] as string) ?? [])].map((text) => text.split('.'));
      case 'CallExpression':
        return (expression['callee'] as Node)['name'] === 'useTexts' ? [[STAFF]] : [];
      case 'ParenthesizedExpression':
      case 'TSNonNullExpression':
      case 'TSAsExpression':
      case 'TSSatisfiesExpression':
      case 'ChainExpression':
        return resolve(expression['expression']);
      case 'ConditionalExpression':
        return [...resolve(expression['consequent']), ...resolve(expression['alternate'])];
      case 'LogicalExpression':
        return [...resolve(expression['left']), ...resolve(expression['right'])];
      case 'MemberExpression': {
        if ((expression['object'] as Node)['name'] === 'DESK_TEXTS') return [[STAFF]];
        const key = keyOf(expression['property'] as Node, expression['computed']);
        return resolve(expression['object']).flatMap((path) => {
          const part = partOf(path);
          if (typeof part !== 'object' || part === null) return [];
          if (key !== undefined) return key in part ? [[...path, key]] : [];
          if (path.join() === STAFF) return [];
          return Object.keys(part).map((each) => [...path, each]);
        });
      }
      default:
        return [];
    }
  }

  /** What a type annotation names: `DeskTexts['scan']`, `typeof SHOP`, `ReturnType<typeof useTexts>`. */
  function resolveType(annotation: unknown): Path[] {
    if (!isNode(annotation)) return [];
    switch (annotation.type) {
      case 'TSTypeAnnotation':
        return resolveType(annotation['typeAnnotation']);
      case 'TSTypeReference': {
        const name = (annotation['typeName'] as Node)['name'];
        if (name === 'DeskTexts') return [[STAFF]];
        const given = (annotation['typeArguments'] as { params?: Node[] } | null)?.params ?? [];
        return name === 'ReturnType' || name === 'Readonly' ? given.flatMap(resolveType) : [];
      }
      case 'TSTypeQuery': {
        const name = (annotation['exprName'] as Node)['name'] as string;
        return name === 'useTexts' ? [[STAFF]] : resolve({ type: 'Identifier', name });
      }
      case 'TSIndexedAccessType': {
        const index = (annotation['indexType'] as Node)['literal'] as Node | undefined;
        const paths = resolveType(annotation['objectType']);
        return paths.flatMap((path) => {
          const key = index?.['value'];
          if (typeof key === 'string') return [[...path, key]];
          return Object.keys((partOf(path) as object | undefined) ?? {}).map((each) => [...path, each]);
        });
      }
      default:
        return [];
    }
  }

  function bindPattern(pattern: Node, paths: readonly Path[]): void {
    if (pattern.type === 'AssignmentPattern') return bindPattern(pattern['left'] as Node, paths);
    if (pattern.type === 'Identifier') {
      for (const path of paths) bind(pattern['name'] as string, path);
      return;
    }
    if (pattern.type !== 'ObjectPattern') return;
    for (const property of pattern['properties'] as Node[]) {
      if (property.type === 'RestElement') paths.forEach(use);
      const key = property['key'] ? keyOf(property['key'] as Node, property['computed']) : undefined;
      if (key === undefined) continue;
      const inner = paths.flatMap((path) => {
        const part = partOf(path);
        return typeof part === 'object' && part !== null && key in part ? [[...path, key]] : [];
      });
      if (inner.length > 0) bindPattern(property['value'] as Node, inner);
    }
  }

  /** A parameter's annotation may be a literal type whose members name parts. */
  function bindAnnotated(pattern: Node): void {
    const target = pattern.type === 'AssignmentPattern' ? (pattern['left'] as Node) : pattern;
    const annotation = (target['typeAnnotation'] as Node | null)?.['typeAnnotation'] as Node | undefined;
    if (!annotation) {
      // Typed by where it stands: `title: ({ scan }) => scan.title`.
      if (target.type === 'ObjectPattern') bindPattern(target, [[STAFF]]);
      return;
    }
    bindPattern(target, resolveType(annotation));
    if (annotation.type !== 'TSTypeLiteral' || target.type !== 'ObjectPattern') return;
    for (const member of annotation['members'] as Node[]) {
      const key = member['key'] ? keyOf(member['key'] as Node, false) : undefined;
      const paths = resolveType(member['typeAnnotation']);
      const property = (target['properties'] as Node[]).find(
        (each) => each['key'] && keyOf(each['key'] as Node, each['computed']) === key,
      );
      if (property && paths.length > 0) bindPattern(property['value'] as Node, paths);
    }
  }

  function visit(node: Node, handle: (node: Node, parent: Node | undefined, at: string) => void): void {
    const walk = (each: Node, parent: Node | undefined, at: string): void => {
      handle(each, parent, at);
      for (const [key, value] of Object.entries(each)) {
        if (isNode(value)) walk(value, each, key);
        else if (Array.isArray(value)) for (const item of value) if (isNode(item)) walk(item, each, key);
      }
    };
    walk(node, undefined, '');
  }

  visit(program, (node) => {
    if (node.type !== 'ImportSpecifier') return;
    const imported = (node['imported'] as Node)['name'] as string;
    if (imported in tables) bind((node['local'] as Node)['name'] as string, [imported]);
  });
  for (const root of Object.keys(tables)) {
    // A table in its own file.
    if (new RegExp(`const ${root}\\b`).test(source)) bind(root, [root]);
  }
  while (grew) {
    grew = false;
    visit(program, (node) => {
      if (node.type === 'VariableDeclarator' && node['init']) {
        bindPattern(node['id'] as Node, resolve(node['init']));
      }
      for (const parameter of (node['params'] as Node[] | undefined) ?? [])
        if (isNode(parameter)) bindAnnotated(parameter);
    });
  }

  /** Names where they are given, not where they are used. */
  const given = new Set<Node>();
  function giveNames(pattern: Node): void {
    given.add(pattern);
    if (pattern.type === 'AssignmentPattern') giveNames(pattern['left'] as Node);
    if (pattern.type === 'ObjectPattern') {
      for (const property of pattern['properties'] as Node[]) {
        if (property['value']) giveNames(property['value'] as Node);
      }
    }
  }
  visit(program, (node) => {
    if (node.type === 'VariableDeclarator') giveNames(node['id'] as Node);
    for (const parameter of (node['params'] as Node[] | undefined) ?? []) if (isNode(parameter)) giveNames(parameter);
  });

  visit(program, (node, parent, at) => {
    if (given.has(node)) return;
    if (node.type !== 'Identifier' && node.type !== 'MemberExpression' && node.type !== 'CallExpression') return;
    if (parent === undefined || (parent.type.startsWith('TS') && !parent.type.endsWith('Expression'))) return;
    if (parent.type === 'MemberExpression' && (at === 'object' || !parent['computed'])) return;
    if (parent.type === 'ImportSpecifier' || parent.type === 'ExportSpecifier') return;
    if (parent.type === 'VariableDeclarator') return;
    if (parent.type === 'Property' && at === 'key' && !parent['computed']) return;
    if (TRANSPARENT.includes(parent.type)) return;
    // A whole table goes to functions that say in their types what they take of it.
    for (const path of resolve(node)) if (path.join() !== STAFF) use(path);
  });
}

const TRANSPARENT = ['TSNonNullExpression', 'TSAsExpression', 'TSSatisfiesExpression', 'ChainExpression'];
