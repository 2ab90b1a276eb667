// The client of graphql-ws: operations, streams, errors, refusal, reconnection after an ended token.
import { CloseCode, createClient } from 'graphql-ws'
import assert from 'node:assert/strict'
import WebSocket from 'ws'

const [http] = process.argv.slice(2)
const url = http.replace('http', 'ws')
const open = (options) => createClient({ url, webSocketImpl: WebSocket, retryAttempts: 0, ...options })
const collect = async (client, payload) => {
  const seen = []
  for await (const result of client.iterate(payload)) seen.push(result)
  return seen
}

const client = open({ keepAlive: 50 })
assert.deepEqual(await collect(client, { query: 'query($a: Int!) { addTwo(a: $a) }', variables: { a: 1 } }), [{ data: { addTwo: '3' } }])
assert.deepEqual(await collect(client, { query: 'subscription { count(to: 3) }' }), [1, 2, 3].map((count) => ({ data: { count } })))
await assert.rejects(collect(client, { query: '{ nope }' }), (errors) => errors[0].message.includes('does not exist on the type'))
assert.equal((await collect(client, { query: '{ boomNullable }' }))[0].data.boomNullable, null)

// Many at once over one socket, each with its own results.
const all = await Promise.all(Array.from({ length: 50 }, (_, i) => collect(client, { query: `subscription { count(to: ${i}) }` })))
assert.deepEqual(all.map((seen) => seen.length), Array.from({ length: 50 }, (_, i) => i))

// An operation that the client ends goes without a word; the socket stays.
const events = client.iterate({ query: 'subscription { onPluginStateChanged { id } }' })
const next = events.next()
await events.return()
await next.catch(() => {})
assert.equal((await collect(client, { query: '{ addTwo(a: 1) }' }))[0].data.addTwo, '3')
await client.dispose()

// Binary frames of another protocol version are not spoken here: the close code is the protocol's.
const closed = await new Promise((resolve) => {
  const socket = new WebSocket(url, 'graphql-transport-ws')
  socket.on('open', () => socket.send('{"type":"subscribe","id":"1","payload":{"query":"{ addTwo(a: 1) }"}}'))
  socket.on('close', (code, reason) => resolve([code, String(reason)]))
})
assert.deepEqual(closed, [CloseCode.Unauthorized, 'Unauthorized'])
