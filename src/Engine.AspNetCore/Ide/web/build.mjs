// Bundles the page and its workers. Everything is gzipped once here, so that nothing is compressed when it is served.
import { build } from 'esbuild'
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

const target = process.argv[2] ?? 'dist'

const common = {
  bundle: true,
  minify: true,
  target: 'es2022',
  legalComments: 'none',
  logLevel: 'warning',
  define: { 'process.env.NODE_ENV': '"production"' },
  loader: { '.ttf': 'file', '.svg': 'dataurl' },
  assetNames: '[name]',
  outdir: target,
}

await rm(target, { recursive: true, force: true })
await mkdir(target, { recursive: true })
await build({ ...common, entryPoints: { ide: 'main.jsx' }, format: 'esm', jsx: 'automatic' })
await build({
  ...common,
  entryPoints: {
    'editor.worker': 'monaco-editor/esm/vs/editor/editor.worker.js',
    'json.worker': 'monaco-editor/esm/vs/language/json/json.worker.js',
    'graphql.worker': 'monaco-graphql/esm/graphql.worker.js',
  },
  format: 'iife',
})

for (const name of await readdir(target)) {
  const path = join(target, name)
  await writeFile(`${path}.gz`, gzipSync(await readFile(path), { level: 9 }))
  await rm(path)
}
