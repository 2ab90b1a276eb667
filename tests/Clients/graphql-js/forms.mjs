// The reference's errors in the form in which the engine reports them. The engine's form is HotChocolate's: same findings, sometimes told at another node or
// in one error instead of several. Every difference in form is in this file and nowhere else.
import { Kind, visit } from 'graphql';

const oneOf = 'https://github.com/graphql/graphql-spec/pull/825';

const anchors = {
  ExecutableDefinitionsRule: 'sec-Executable-Definitions',
  KnownOperationTypesRule: 'sec-Operation-Type-Existence',
  UniqueOperationNamesRule: 'sec-Operation-Name-Uniqueness',
  LoneAnonymousOperationRule: 'sec-Lone-Anonymous-Operation',
  SingleFieldSubscriptionsRule: 'sec-Single-root-field',
  KnownTypeNamesRule: 'sec-Fragment-Spread-Type-Existence',
  FragmentsOnCompositeTypesRule: 'sec-Fragments-On-Composite-Types',
  VariablesAreInputTypesRule: 'sec-Variables-Are-Input-Types',
  FieldsOnCorrectTypeRule: 'sec-Field-Selections-on-Objects-Interfaces-and-Unions-Types',
  UniqueFragmentNamesRule: 'sec-Fragment-Name-Uniqueness',
  KnownFragmentNamesRule: 'sec-Fragment-spread-target-defined',
  NoUnusedFragmentsRule: 'sec-Fragments-Must-Be-Used',
  PossibleFragmentSpreadsRule: 'sec-Fragment-spread-is-possible',
  NoFragmentCyclesRule: 'sec-Fragment-spreads-must-not-form-cycles',
  UniqueVariableNamesRule: 'sec-Variable-Uniqueness',
  NoUndefinedVariablesRule: 'sec-All-Variable-Uses-Defined',
  NoUnusedVariablesRule: 'sec-All-Variables-Used',
  UniqueDirectivesPerLocationRule: 'sec-Directives-Are-Unique-Per-Location',
  DeferStreamDirectiveOnRootFieldRule: 'sec-Defer-And-Stream-Directives-Are-Used-On-Valid-Root-Field',
  DeferStreamDirectiveOnValidOperationsRule: 'sec-Defer-And-Stream-Directives-Are-Used-On-Valid-Root-Field',
  DeferStreamDirectiveLabelRule: 'sec-Defer-And-Stream-Directive-Labels-Are-Unique',
  StreamDirectiveOnListFieldRule: 'sec-Stream-Directives-Are-Used-On-List-Fields',
  KnownArgumentNamesRule: 'sec-Required-Arguments',
  ProvidedRequiredArgumentsRule: 'sec-Required-Arguments',
  UniqueArgumentNamesRule: 'sec-Argument-Uniqueness',
  UniqueInputFieldNamesRule: 'sec-Input-Object-Field-Uniqueness',
};

/** Turns one error of a rule into [anchor, nodes], or undefined when the engine does not report it as such. */
function form(rule, error, document) {
  const nodes = error.nodes ?? [];
  const message = error.message;
  switch (rule) {
    case 'ScalarLeafsRule':
      // At the field, not at the braces of its selections.
      return message.includes('must not have a selection')
        ? ['sec-Leaf-Field-Selections', [document.fieldOf.get(nodes[0])]]
        : ['sec-Field-Selections-on-Objects-Interfaces-and-Unions-Types', nodes];
    case 'KnownFragmentNamesRule':
      // At the spread, not at its name.
      return [anchors[rule], [document.spreadOf.get(nodes[0])]];
    case 'KnownTypeNamesRule':
      // Of variables: see unknownVariableTypes.
      return document.variableTypes.has(nodes[0]) ? undefined : [anchors[rule], nodes];
    case 'KnownDirectivesRule':
      return [message.startsWith('Unknown') ? 'sec-Directives-Are-Defined' : 'sec-Directives-Are-In-Valid-Locations', nodes];
    case 'UniqueDirectivesPerLocationRule':
      // At the second, not at both.
      return [anchors[rule], [nodes[1]]];
    case 'SingleFieldSubscriptionsRule':
      // At the operation, not at the superfluous fields.
      return /must select (only )?one/.test(message) ? [anchors[rule], [document.operationAt(nodes[0], error)]] : [anchors[rule], nodes];
    case 'ValuesOfCorrectTypeRule':
      if (document.isInUnknownDirective(nodes[0])) return undefined;
      if (message.includes('OneOf')) return [oneOf, nodes];
      if (message.includes('not to include unknown field')) return ['sec-Input-Object-Field-Names', nodes];
      if (message.includes('to include required field')) return ['sec-Input-Object-Required-Fields', nodes];
      return ['sec-Values-of-Correct-Type', nodes];
    case 'OverlappingFieldsCanBeMergedRule':
      // That there is a conflict, not where: the reference lists the way down to it, and each pair.
      return ['sec-Field-Selection-Merging', []];
    default:
      return anchors[rule] ? [anchors[rule], nodes] : [rule, nodes];
  }
}

/** What the forms need to know about a document. */
function describe(ast, schema) {
  const document = { fieldOf: new Map(), spreadOf: new Map(), variableTypes: new Set(), objectFieldValues: new Map(), empty: [] };
  const unknownDirectives = [];
  const operations = [];
  const isEmpty = (node) => node.selectionSet?.selections.length === 0;
  visit(ast, {
    Field(node) {
      if (node.selectionSet) document.fieldOf.set(node.selectionSet, node);
    },
    FragmentSpread(node) {
      document.spreadOf.set(node.name, node);
    },
    InlineFragment(node) {
      if (isEmpty(node)) document.empty.push(node);
    },
    FragmentDefinition(node) {
      if (isEmpty(node)) document.empty.push(node);
    },
    OperationDefinition(node) {
      operations.push(node);
      if (isEmpty(node)) document.empty.push(node);
    },
    VariableDefinition(node) {
      let type = node.type;
      while (type.type) type = type.type;
      document.variableTypes.add(type);
    },
    Directive(node) {
      if (!schema.getDirective(node.name.value)) unknownDirectives.push(node.loc);
    },
    ObjectField(node) {
      document.objectFieldValues.set(node.value, node);
    },
  });
  document.isInUnknownDirective = (node) => unknownDirectives.some((loc) => loc.start <= node.loc.start && node.loc.end <= loc.end);
  document.operationAt = (node, error) => {
    const inside = operations.find((operation) => operation.loc.start <= node.loc.start && node.loc.end <= operation.loc.end);
    if (inside) return inside;
    // The superfluous field is in a fragment: the message names the operation.
    const name = /^Subscription "(.*?)"/.exec(error.message)?.[1];
    return operations.find((operation) => operation.operation === 'subscription' && operation.name?.value === name) ?? operations[0];
  };
  return document;
}

/** One error for all unused or undeclared variables of an operation, at the operation. */
function perOperation(tagged, ast) {
  const result = [];
  for (const rule of ['NoUnusedVariablesRule', 'NoUndefinedVariablesRule']) {
    const found = new Set();
    for (const { rule: by, error } of tagged) {
      if (by !== rule) continue;
      found.add(
        rule === 'NoUndefinedVariablesRule'
          ? error.nodes[1]
          : ast.definitions.find((definition) => definition.variableDefinitions?.includes(error.nodes[0])),
      );
    }
    for (const operation of found) result.push([anchors[rule], [operation]]);
  }
  return result;
}

/** All of a document's errors as [anchor, [[line, column], …]]. */
export function engineForm(tagged, usages, ast, schema) {
  const document = describe(ast, schema);
  const errors = perOperation(tagged, ast);
  const executable = tagged.filter(({ rule }) => rule === 'ExecutableDefinitionsRule');
  if (executable.length > 0) {
    // A document that defines types is refused for that; what else is wrong with it nobody asks.
    return executable.map(({ rule, error }) => located([anchors[rule], error.nodes]));
  }

  let conflicts = false;
  for (const { rule, error } of tagged) {
    if (rule === 'NoUnusedVariablesRule' || rule === 'NoUndefinedVariablesRule' || rule === 'VariablesInAllowedPositionRule') continue;
    if (rule === 'OverlappingFieldsCanBeMergedRule') {
      if (conflicts) continue;
      conflicts = true;
    }
    const formed = form(rule, error, document);
    if (formed) errors.push(formed);
  }
  for (const node of document.empty) errors.push(['sec-Selection-Sets', [node]]);
  errors.push(...variablePositions(tagged, usages, document));
  return errors.map(located);
}

/**
 * Variables at places they do not fit: at the use, not at the declaration too. The reference passes over variables of unknown types and over oneOf objects
 * in non-null places; the engine does not. A variable of an unknown type is reported where it is used, or else, if it is used at all, at its type.
 */
function variablePositions(tagged, usages, document) {
  const errors = [];
  for (const { rule, error } of tagged) {
    if (rule !== 'VariablesInAllowedPositionRule' || error.message.includes('OneOf')) continue;
    if (!document.isInUnknownDirective(error.nodes[1])) errors.push(['sec-All-Variable-Usages-are-Allowed', [error.nodes[1]]]);
  }
  for (const { node, definition, variableType, hasPlace, oneOfObject } of usages) {
    if (!hasPlace || document.isInUnknownDirective(node)) continue;
    if (!variableType) {
      definition.reported = true;
      errors.push(['sec-All-Variable-Usages-are-Allowed', [node]]);
    }
    if (oneOfObject && variableType && !String(variableType).endsWith('!') && document.objectFieldValues.has(node)) errors.push([oneOf, [node]]);
  }
  for (const definition of new Set(usages.filter((usage) => !usage.variableType).map((usage) => usage.definition))) {
    if (definition.reported) continue;
    let type = definition.node.type;
    while (type.kind !== Kind.NAMED_TYPE) type = type.type;
    errors.push(['sec-Variables-Are-Input-Types', [type]]);
  }
  return errors;
}

function located([anchor, nodes]) {
  return [anchor, nodes.map((node) => [node.loc.startToken.line, node.loc.startToken.column])];
}
