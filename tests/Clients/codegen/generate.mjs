// graphql-codegen: TypeScript for a folder of documents against a server's schema, which must type-check in strict mode.
import { generate } from '@graphql-codegen/cli'
import assert from 'node:assert/strict'
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import ts from 'typescript'

const [url, documents] = process.argv.slice(2)
const target = await mkdtemp(join(tmpdir(), 'codegen-'))
try {
  await symlink(resolve('node_modules'), join(target, 'node_modules'))
  await generate(
    {
      schema: url,
      documents: `${documents}/**/*.graphql`,
      silent: true,
      generates: { [`${target}/`]: { preset: 'client', presetConfig: { fragmentMasking: false } } },
    },
    true,
  )
  await writeFile(
    join(target, 'use.ts'),
    `import * as documents from './graphql'\nexport const count: number = Object.keys(documents).filter((name) => name.endsWith('Document')).length\n`,
  )
  const program = ts.createProgram([join(target, 'use.ts')], {
    strict: true, noEmit: true, skipLibCheck: true, target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler, preserveSymlinks: true,
  })
  const complaints = ts.getPreEmitDiagnostics(program).map((d) => ts.flattenDiagnosticMessageText(d.messageText, '\n'))
  assert.deepEqual(complaints, [])
  const text = ts.sys.readFile(join(target, 'graphql.ts'))
  console.log(text.match(/export const \w+Document = /g)?.length ?? 0)
} finally {
  await rm(target, { recursive: true, force: true })
}
