// Executes documents whose fields' outcomes follow from a seed and the response path alone. Usage: node execute.mjs <schema.graphql>
// Reads one JSON object a line from standard input: { query, variables, seed }; writes { data, errors: [path] } for each.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { buildSchema, execute, getNamedType, getNullableType, isLeafType, isListType, parse } from 'graphql';

const schema = buildSchema(readFileSync(process.argv[2], 'utf8'));

// FNV-1a; the same function is in DifferentialExecutionTests.
function hash(text) {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h >>> 0;
}

const pathOf = (path) => (path === undefined ? '' : `${pathOf(path.prev)}/${path.key}`);

function valueAt(path, type, seed) {
  const nullable = getNullableType(type);
  if (isListType(nullable)) {
    const items = [];
    for (let i = 0, n = hash(`${seed}#${path}`) % 4; i < n; i++) {
      const at = `${path}/${i}`;
      items.push(hash(`${seed}${at}`) % 9 === 0 ? null : valueAt(at, nullable.ofType, seed));
    }
    return items;
  }
  return isLeafType(getNamedType(type)) ? hash(`${seed}=${path}`) % 1000 : {};
}

for await (const line of createInterface({ input: process.stdin })) {
  const { query, variables, seed } = JSON.parse(line);
  const result = await execute({
    schema,
    document: parse(query),
    variableValues: variables,
    fieldResolver: (_source, _args, _context, info) => {
      const path = pathOf(info.path);
      const outcome = hash(`${seed}${path}`) % 12;
      if (outcome === 0) return null;
      if (outcome === 1) throw new Error('failed');
      return valueAt(path, info.returnType, seed);
    },
  });
  process.stdout.write(`${JSON.stringify({ data: result.data ?? null, errors: (result.errors ?? []).map((e) => e.path) })}\n`);
}
