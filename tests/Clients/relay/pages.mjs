// relay-compiler over the server's schema: a fragment-based connection that is paged and refetched by node.
import assert from 'node:assert/strict'
import relay from 'relay-runtime'
import { compile } from './compile.mjs'

const { createOperationDescriptor, fetchQuery } = relay
const [url] = process.argv.slice(2)
const { artifact, environment, dispose } = await compile(url, 'relay/source')
try {
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
  await dispose()
}
