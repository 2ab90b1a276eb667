// Parses what the server would send to a SQL Server. Arguments: files of statements, apart by lines that say GO.
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import transactSql from 'node-sql-parser/build/transactsql.js';

const parser = new transactSql.Parser();

// What the parser takes although no SQL Server does: words of PostgreSQL. Each is looked for outside of texts and quoted names.
const foreign = [
  /::/, /\$\d/, /\bLIMIT\b/i, /\bILIKE\b/i, /\bLATERAL\b/i, /\bDISTINCT\s+ON\b/i, /\bRETURNING\b/i, /\bON\s+CONFLICT\b/i, /\bNULLS\s+(FIRST|LAST)\b/i, /\b(TRUE|FALSE)\b/i,
  /\b(ANY|ALL)\s*\(\s*@/i, /\|\|/, /&&/, /@>|<@|->/, /~/, /\bFOR\s+UPDATE\b/i, /\bIS\s+(NOT\s+)?DISTINCT\s+FROM\b/i, /\b(now|array_agg|jsonb?_\w+|pg_\w+|unnest|string_to_array|gen_random_uuid)\s*\(/,
  /\bINTERVAL\s+'/i,
];

// What SQL Server takes and the parser does not, with what it takes in the same place. Source: the statement's page of the Transact-SQL reference.
const gaps = [
  // TOP, OFFSET and FETCH by variables.
  [/\bTOP\s*\(@\w+\)/g, 'TOP (1)'],
  [/\bOFFSET\s+@\w+\s+ROWS/g, 'OFFSET 1 ROWS'],
  [/\bFETCH\s+NEXT\s+@\w+\s+ROWS/g, 'FETCH NEXT 1 ROWS'],
  // OFFSET without FETCH.
  [/\bOFFSET\s+(\d+)\s+ROWS(?!\s+FETCH)/g, 'OFFSET $1 ROWS FETCH NEXT 1 ROWS ONLY'],
  // LIKE … ESCAPE.
  [/\s+ESCAPE\s+N?'(?:[^']|'')'/g, ''],
  // A collation behind an expression, or behind a type.
  [/\s+COLLATE\s+\w+/g, ''],
  // A table that JSON is made into, and rowset functions behind APPLY.
  [/\bOPENJSON\(([^()]*)\)(\s+WITH\s*\((?:[^()]|\(\w+\))*\))?/g, '(SELECT $1 AS [value])'],
  // Times of another zone.
  [/\s+AT TIME ZONE '\w+'/g, ''],
  // A column that is named as a word of the language that is not reserved.
  [/([ (.])json\b/g, '$1[json]'],
  // The result of a procedure.
  [/\bEXEC\s+@\w+\s*=\s*/g, 'EXEC '],
  // An error under a condition.
  [/\bIF\s+@\w+\s*<\s*0\s+THROW\s+\d+,\s*'[^']*',\s*1;/g, ''],
  // A hint that is newer than the parser's list.
  [/,\s*READCOMMITTEDLOCK\)/g, ')'],
  // A point that a transaction may go back to.
  [/\bSAVE TRANSACTION \[\w+\]/g, 'SELECT 1'],
  // DELETE of an alias.
  [/\bDELETE FROM \[\w+\]\s+FROM (\S+) AS (\[\w+\])/g, 'DELETE $2 FROM $1 AS $2'],
  // OUTPUT of a number for each row that an update or a removal changed, and of what the server gave an added one.
  [/\nOUTPUT (1|INSERTED\.\[\w+\])\n/g, '\n'],
  // OUTPUT of an update.
  [/\sOUTPUT\s+inserted\.[\s\S]*?;$/, ''],
];

// MERGE, which the parser does not know: its parts, each as a statement.
function merged(statement) {
  const added = statement.match(
    /\bMERGE\s+(\S+)\s+USING\s+\(\s*VALUES\s+(.*?)\)\s+AS\s+(\w+)\s+(\([^()]*\))\s+ON 1=0\s+WHEN NOT MATCHED THEN\s+INSERT\s+(\([^()]*\))\s+VALUES\s+\(([^()]*)\)\s+OUTPUT\s+[^;]*;/s);
  if (added) {
    const [all, target, rows, given, names, columns, values] = added;
    return statement.replace(all, `INSERT INTO ${given} ${names} VALUES ${rows}; INSERT INTO ${target} ${columns} SELECT ${values} FROM ${given};`);
  }
  const start = statement.match(/^MERGE\s+(\S+)\s+WITH\s+\(HOLDLOCK\)\s+AS\s+(\w+)\s+USING\s+\(/);
  if (!start) return statement;
  let end = start[0].length;
  for (let depth = 1; depth > 0 && end < statement.length; end++) depth += statement[end] === '(' ? 1 : statement[end] === ')' ? -1 : 0;
  const source = statement.slice(start[0].length, end - 1);
  const rest = statement.slice(end).match(
    /^\s+AS\s+(\w+)(?:\s+\([^()]*\))?\s+ON\s+(.*?)\s+WHEN MATCHED THEN UPDATE SET\s+(.*?)\s+WHEN NOT MATCHED THEN INSERT\s+(\([^()]*\))\s+VALUES\s+(\([^()]*\))\s+OUTPUT\s+(.*);$/s);
  if (!rest) return statement;
  const [, target, name] = start;
  const [, given, condition, update, columns, values, output] = rest;
  const table = source.startsWith('VALUES') ? `SELECT ${source.slice('VALUES'.length).trim().slice(1, -1)}` : source;
  return `SELECT ${output} FROM ${target} ${name} JOIN (${table}) ${given} ON ${condition}; UPDATE ${target} SET ${update}; INSERT INTO ${target} ${columns} VALUES ${values}`;
}

function textOnly(statement) {
  return statement.replace(/N?'(?:[^']|'')*'|\[[^\]]*\]|"[^"]*"/g, quoted => (quoted.endsWith("'") ? "''" : '[x]')).replace(/@\w+/g, '@v');
}

function complaint(statement) {
  const bare = textOnly(statement);
  const word = foreign.find(pattern => pattern.test(bare));
  if (word) return `has ${bare.match(word)[0]}`;
  const known = gaps.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), merged(statement));
  try {
    const { ast } = parser.parse(known, { database: 'transactsql' });
    // A misspelt first word is a call of a procedure to it.
    const wrong = [ast].flat().find(part => !['select', 'insert', 'update', 'delete', 'set', 'declare', 'exec'].includes(part.type));
    return wrong ? `is a statement of type ${wrong.type}` : null;
  } catch (error) {
    const at = error.location?.start.offset ?? 0;
    return `${error.message.replace(/^Expected .* but/s, 'Unexpected:')} at: ${known.slice(Math.max(0, at - 60), at)}⟨here⟩${known.slice(at, at + 60)}`;
  }
}

let statements = 0;
let wrong = 0;
for (const file of process.argv.slice(2)) {
  for (const statement of readFileSync(file, 'utf8').split(/^GO$/m).map(text => text.trim()).filter(text => text.length > 0)) {
    statements++;
    const why = complaint(statement);
    if (!why) continue;
    wrong++;
    console.error(`${basename(file)}: ${why}\n${statement}\n`);
  }
}
console.log(`${statements} statements, ${wrong} wrong`);
process.exitCode = wrong > 0 || statements === 0 ? 1 : 0;
