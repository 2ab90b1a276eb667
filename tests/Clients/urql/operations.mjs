// urql: a query, a mutation, an error, a subscription over graphql-ws.
import { Client, cacheExchange, fetchExchange, subscriptionExchange } from '@urql/core'
import { createClient } from 'graphql-ws'
import assert from 'node:assert/strict'
import WebSocket from 'ws'

const [url] = process.argv.slice(2)
const sockets = createClient({ url: url.replace('http', 'ws'), webSocketImpl: WebSocket })
const client = new Client({
  url,
  preferGetMethod: false,
  exchanges: [
    cacheExchange,
    fetchExchange,
    subscriptionExchange({
      forwardSubscription: (operation) => ({ subscribe: (sink) => ({ unsubscribe: sockets.subscribe(operation, sink) }) }),
    }),
  ],
})
assert.deepEqual((await client.query('query($a: Int!) { addTwo(a: $a) }', { a: 1 })).data, { addTwo: '3' })
assert.deepEqual((await client.query('query($a: Int!) { addTwo(a: $a) }', { a: 2 }, { preferGetMethod: 'force' })).data, { addTwo: '4' })
assert.equal((await client.mutation('mutation { updatePluginState(id: "x", state: ACTIVE) { state } }', {})).data.updatePluginState.state, 'ACTIVE')
assert.match((await client.query('{ nope }', {})).error.message, /does not exist on the type/)

const numbers = await new Promise((resolve, reject) => {
  const seen = []
  client.subscription('subscription { count(to: 3) }', {}).subscribe((result) => {
    if (result.error) reject(result.error)
    else if (result.data) seen.push(result.data.count)
    if (seen.length === 3) resolve(seen)
  })
})
assert.deepEqual(numbers, [1, 2, 3])
await sockets.dispose()
