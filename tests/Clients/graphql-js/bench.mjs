// The reference's times for the document of tests/Engine.Benchmarks/LanguageBenchmarks.cs: the best of five rounds, in microseconds.
import { readFileSync } from 'node:fs';
import { buildSchema, parse, validate } from 'graphql';

const read = (path) => readFileSync(new URL(path, import.meta.url), 'utf8');
const schema = buildSchema(read('../../Engine.Tests/Differential/schema.graphql'));
const text = read('../../Engine.Benchmarks/Documents/large.graphql');
const document = parse(text);

function time(name, action, rounds = 5, count = 100) {
  for (let i = 0; i < count; i++) action();
  let best = Infinity;
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    for (let i = 0; i < count; i++) action();
    best = Math.min(best, (performance.now() - start) / count);
  }
  console.log(`${name.padEnd(18)}${(best * 1000).toFixed(1).padStart(10)} µs`);
}

time('Parse', () => parse(text));
time('Validate', () => validate(schema, document));
time('ParseAndValidate', () => validate(schema, parse(text)));
