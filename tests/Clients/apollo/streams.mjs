// @apollo/client: deferred fragments in both formats that it reads, subscriptions over graphql-ws.
import { ApolloClient, HttpLink, InMemoryCache, gql } from '@apollo/client'
import { Defer20220824Handler, GraphQL17Alpha9Handler } from '@apollo/client/incremental'
import { GraphQLWsLink } from '@apollo/client/link/subscriptions'
import { createClient } from 'graphql-ws'
import assert from 'node:assert/strict'
import WebSocket from 'ws'

const [uri] = process.argv.slice(2)
const SLOW = gql`query { addTwo(a: 1) ... @defer(label: "late") { slow(ms: 50) } }`

for (const incrementalHandler of [new Defer20220824Handler(), new GraphQL17Alpha9Handler()]) {
  const client = new ApolloClient({ link: new HttpLink({ uri }), cache: new InMemoryCache(), incrementalHandler })
  const seen = []
  await new Promise((resolve, reject) => {
    client.watchQuery({ query: SLOW, fetchPolicy: 'network-only' }).subscribe({
      next: ({ data, dataState, error }) => {
        if (error) reject(error)
        if (dataState !== 'empty') seen.push([dataState, data])
        if (dataState === 'complete') resolve()
      },
      error: reject,
    })
  })
  assert.deepEqual(seen, [
    ['streaming', { __typename: 'Query', addTwo: '3' }],
    ['complete', { __typename: 'Query', addTwo: '3', slow: 'waited 50' }],
  ])
}

const sockets = createClient({ url: uri.replace('http', 'ws'), webSocketImpl: WebSocket })
const subscribing = new ApolloClient({ link: new GraphQLWsLink(sockets), cache: new InMemoryCache() })
const counts = await new Promise((resolve, reject) => {
  const numbers = []
  subscribing.subscribe({ query: gql`subscription { count(to: 3) }` }).subscribe({
    next: ({ data }) => numbers.push(data.count), error: reject, complete: () => resolve(numbers),
  })
})
assert.deepEqual(counts, [1, 2, 3])
await sockets.dispose()
