// Runs relay-compiler on a folder of documents, against the schema that the server tells of itself.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { buildClientSchema, getIntrospectionQuery, printSchema } from 'graphql'
import relay from 'relay-runtime'

const { Environment, Network, RecordSource, Store } = relay

/** The artifacts by name, a Relay environment that asks the server, and what removes the folder again. */
export const compile = async (url, source) => {
  const post = async (body) => (await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })).json()
  const folder = await mkdtemp(join(tmpdir(), 'relay-'))
  const dispose = () => rm(folder, { recursive: true, force: true })
  try {
    const { data } = await post({ query: getIntrospectionQuery() })
    await writeFile(join(folder, 'schema.graphql'), printSchema(buildClientSchema(data)))
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }')
    await cp(source, join(folder, 'src'), { recursive: true })
    await symlink(resolve('node_modules'), join(folder, 'node_modules'))
    await writeFile(
      join(folder, 'relay.config.json'),
      JSON.stringify({ src: './src', schema: './schema.graphql', language: 'javascript', eagerEsModules: true, artifactDirectory: './artifacts' }),
    )
    await mkdir(join(folder, 'artifacts'))
    const compiler = spawnSync(process.execPath, [resolve('node_modules/relay-compiler/cli.js'), 'relay.config.json'], { cwd: folder, encoding: 'utf8' })
    assert.equal(compiler.status, 0, compiler.stdout + compiler.stderr)
  } catch (error) {
    await dispose()
    throw error
  }
  const artifact = async (name) => (await import(pathToFileURL(join(folder, 'artifacts', `${name}.graphql.js`)))).default
  const environment = new Environment({
    network: Network.create((request, variables) => post({ query: request.text, operationName: request.name, variables })),
    store: new Store(new RecordSource()),
  })
  return { artifact, environment, dispose }
}
