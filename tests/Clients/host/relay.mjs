// Relay over the control plane's own schema: a plugin's versions, page by page, the plugin found again by its id.
import assert from 'node:assert/strict'
import relay from 'relay-runtime'
import { compile } from '../relay/compile.mjs'

const { createOperationDescriptor, fetchQuery } = relay
const [url, pluginId, ...expected] = process.argv.slice(2)
const { artifact, environment, dispose } = await compile(url, 'host/relay')
try {
  const record = (ref) => environment.getStore().getSource().get(ref)
  const connection = (id) => record(record(id)['__versions_versions_connection'].__ref)
  const versions = (id) => connection(id).edges.__refs.map((ref) => record(record(ref).node.__ref).version)

  const first = await artifact('versionsFirstQuery')
  environment.retain(createOperationDescriptor(first, { pluginId }))
  const { plugin } = await fetchQuery(environment, first, { pluginId }).toPromise()
  assert.deepEqual(versions(plugin.id), expected.slice(0, 3))

  const next = await artifact('versionsPluginPageQuery')
  assert.match(next.params.text, /node\(id: \$id\)/)
  for (let page = 0; page < 100; page++) {
    const info = record(connection(plugin.id).pageInfo.__ref)
    if (!info.hasNextPage) break
    await fetchQuery(environment, next, { id: plugin.id, count: 3, cursor: info.endCursor }).toPromise()
  }
  assert.deepEqual(versions(plugin.id), expected)
} finally {
  await dispose()
}
