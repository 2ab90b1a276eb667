// Answers one JSON object a line with the reference's verdict on it: {"query"} -> {"syntax":[line,column]} or {"errors":[[anchor,[[line,column],…]],…]}.
// Usage: node validate.mjs schema.graphql < requests.ndjson > answers.ndjson
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { buildSchema, getLocation, getNamedType, GraphQLError, isInputObjectType, parse, specifiedRules, typeFromAST, validate } from 'graphql';
import { engineForm } from './forms.mjs';

const schema = buildSchema(readFileSync(process.argv[2], 'utf8'));

let tagged = [];
let usages = [];

/** The rule, with its name kept beside each of its errors. */
function tag(rule) {
  return (context) => {
    const own = Object.create(context);
    own.reportError = (error) => {
      tagged.push({ rule: rule.name, error });
      context.reportError(error);
    };
    return rule(own);
  };
}

/** Notes where variables are used, with what the reference knows about the places. */
function collectUsages(context) {
  return {
    OperationDefinition(operation) {
      const definitions = new Map((operation.variableDefinitions ?? []).map((node) => [node.variable.name.value, { node }]));
      for (const { node, type, parentType } of context.getRecursiveVariableUsages(operation)) {
        const definition = definitions.get(node.name.value);
        if (!definition) continue;
        usages.push({
          node,
          definition,
          variableType: typeFromAST(schema, definition.node.type),
          hasPlace: type != null,
          oneOfObject: parentType && isInputObjectType(getNamedType(parentType)) && getNamedType(parentType).isOneOf,
        });
      }
    },
  };
}

// How deep introspection may go is no rule of the specification; the engine has its own bound for it.
const rules = [...specifiedRules.filter((rule) => rule.name !== 'MaxIntrospectionDepthRule').map(tag), collectUsages];

function answer(query) {
  let ast;
  try {
    ast = parse(query);
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    const { line, column } = getLocation(error.source, error.positions[0]);
    return { syntax: [line, column] };
  }
  tagged = [];
  usages = [];
  validate(schema, ast, rules, { maxErrors: 1_000_000, allowEmptySelectionSets: false, hideSuggestions: true });
  return { errors: engineForm(tagged, usages, ast, schema) };
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(JSON.stringify(answer(JSON.parse(line).query)) + '\n');
}
