// relay-compiler over the server's schema: a fragment-based connection that is paged and refetched by node.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { buildClientSchema, getIntrospectionQuery, printSchema } from 'graphql'
import relay from 'relay-runtime'

const { Environment, Network, RecordSource, Store, createOperationDescriptor, fetchQuery } = relay
const [url] = process.argv.slice(2)
const post = async (body) => (await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })).json()

const folder = await mkdtemp(join(tmpdir(), 'relay-'))
try {
  const { data } = await post({ query: getIntrospectionQuery() })
  await writeFile(join(folder, 'schema.graphql'), printSchema(buildClientSchema(data)))
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }')
  await cp('relay/source', join(folder, 'src'), { recursive: true })
  await symlink(resolve('node_modules'), join(folder, 'node_modules'))
  await writeFile(
    join(folder, 'relay.config.json'),
    JSON.stringify({ src: './src', schema: './schema.graphql', language: 'javascript', eagerEsModules: true, artifactDirectory: './artifacts' }),
  )
  await mkdir(join(folder, 'artifacts'))
  const compiler = spawnSync(process.execPath, [resolve('node_modules/relay-compiler/cli.js'), 'relay.config.json'], { cwd: folder, encoding: 'utf8' })
  assert.equal(compiler.status, 0, compiler.stdout + compiler.stderr)

  const artifact = async (name) => (await import(pathToFileURL(join(folder, 'artifacts', `${name}.graphql.js`)))).default
  const environment = new Environment({
    network: Network.create((request, variables) => post({ query: request.text, operationName: request.name, variables })),
    store: new Store(new RecordSource()),
  })
  const names = (id) => {
    const shelf = environment.getStore().getSource().get(id)
    const connection = environment.getStore().getSource().get(shelf['__documents_items_connection'].__ref)
    const record = (ref) => environment.getStore().getSource().get(ref)
    return connection.edges.__refs.map((ref) => record(record(ref).node.__ref).name)
  }

  // The first page.
  const first = await artifact('documentsFirstQuery')
  environment.retain(createOperationDescriptor(first, {}))
  const { shelf } = await fetchQuery(environment, first, {}).toPromise()
  assert.deepEqual(names(shelf.id), ['Item 1', 'Item 2'])

  // The next pages by the query that the compiler made of the fragment; it finds the shelf again by node(id:).
  const next = await artifact('documentsShelfPageQuery')
  assert.match(next.params.text, /node\(id: \$id\)/)
  for (let page = 0; page < 2; page++) {
    const source = environment.getStore().getSource()
    const connection = source.get(source.get(shelf.id)['__documents_items_connection'].__ref)
    const info = source.get(connection.pageInfo.__ref)
    assert.equal(info.hasNextPage, true)
    await fetchQuery(environment, next, { id: shelf.id, count: 2, cursor: info.endCursor }).toPromise()
  }
  assert.deepEqual(names(shelf.id), ['Item 1', 'Item 2', 'Item 3', 'Item 4', 'Item 5'])

  // And from the start by its id alone.
  const again = await artifact('documentsShelfQuery')
  await fetchQuery(environment, again, { id: shelf.id }, { fetchPolicy: 'network-only' }).toPromise()
  assert.deepEqual(names(shelf.id), ['Item 1', 'Item 2'])
} finally {
  await rm(folder, { recursive: true, force: true })
}
