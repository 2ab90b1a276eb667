// The client of graphql-sse, in both modes.
import { createClient } from 'graphql-sse'
import assert from 'node:assert/strict'

const [url] = process.argv.slice(2)
const collect = async (client, payload) => {
  const seen = []
  for await (const result of client.iterate(payload)) seen.push(result)
  return seen
}

for (const singleConnection of [false, true]) {
  const client = createClient({ url: singleConnection ? `${url}/stream` : url, singleConnection, retryAttempts: 0 })
  assert.deepEqual(await collect(client, { query: '{ addTwo(a: 1) }' }), [{ data: { addTwo: '3' } }])
  assert.deepEqual(await collect(client, { query: 'subscription { count(to: 3) }' }), [1, 2, 3].map((count) => ({ data: { count } })))
  const several = await Promise.all([2, 3, 4].map((to) => collect(client, { query: `subscription { count(to: ${to}) }` })))
  assert.deepEqual(several.map((seen) => seen.length), [2, 3, 4])
  const events = client.iterate({ query: 'subscription { onPluginStateChanged { id } }' })
  const next = events.next()
  await new Promise((resolve) => setTimeout(resolve, 50))
  await events.return()
  await next.catch(() => {})
  client.dispose()
}
