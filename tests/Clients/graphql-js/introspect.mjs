// Prints what the reference answers to an introspection document.
// Usage: node introspect.mjs schema.graphql < document.graphql > result.json
import { readFileSync } from 'node:fs';
import { buildSchema, experimentalExecuteIncrementally, parse } from 'graphql';

// The schema may define @defer and @stream, which the plain execution refuses.
const schema = buildSchema(readFileSync(process.argv[2], 'utf8'));
process.stdout.write(JSON.stringify(await experimentalExecuteIncrementally({ schema, document: parse(readFileSync(0, 'utf8')) })));
