// @apollo/client 4 against the control plane: pages that grow together in the cache, changes, an upload, a persisted query by GET, events over a socket.
import { ApolloClient, ApolloLink, HttpLink, InMemoryCache, gql } from '@apollo/client'
import { BatchHttpLink } from '@apollo/client/link/batch-http'
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries'
import { GraphQLWsLink } from '@apollo/client/link/subscriptions'
import { relayStylePagination } from '@apollo/client/utilities'
import UploadHttpLink from 'apollo-upload-client/UploadHttpLink.mjs'
import { createClient } from 'graphql-ws'
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import WebSocket from 'ws'

const [uri, token] = process.argv.slice(2)
const headers = { authorization: `Bearer ${token}` }
const cache = () => new InMemoryCache({ typePolicies: { Query: { fields: { plugins: relayStylePagination(['where', 'order']) } } } })
const clientOf = (link) => new ApolloClient({ link, cache: cache() })

// Two pages become one list.
const client = clientOf(new HttpLink({ uri, headers }))
const PAGE = gql`query Page($first: Int!, $after: String) {
  plugins(first: $first, after: $after, order: [{ name: ASC }]) { edges { cursor node { id pluginId } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }
}`
const pages = client.watchQuery({ query: PAGE, variables: { first: 5 } })
const first = await new Promise((resolve, reject) => pages.subscribe({ next: (result) => result.loading || resolve(result), error: reject }))
await pages.fetchMore({ variables: { after: first.data.plugins.pageInfo.endCursor } })
const grown = client.readQuery({ query: PAGE, variables: { first: 5 } })
assert.equal(grown.plugins.edges.length, 10)
assert.equal(new Set(grown.plugins.edges.map((edge) => edge.node.id)).size, 10)

// A node is found again by its id.
const [{ node }] = grown.plugins.edges
const refetched = await client.query({ query: gql`query($id: ID!) { node(id: $id) { __typename ... on Plugin { pluginId } } }`, variables: { id: node.id } })
assert.deepEqual({ ...refetched.data.node }, { __typename: 'Plugin', pluginId: node.pluginId })

// Several operations of one tick are one request.
let requests = 0
const counting = (input, init) => (requests++, fetch(input, init))
const batching = clientOf(new BatchHttpLink({ uri, headers, fetch: counting, batchMax: 10, batchInterval: 20 }))
const answers = await Promise.all(['git', 'jira'].map((pluginId) => batching.query({ query: gql`query($pluginId: String!) { plugin(pluginId: $pluginId) { pluginId } }`, variables: { pluginId } })))
assert.deepEqual(answers.map((answer) => answer.data.plugin?.pluginId), ['git', 'jira'])
assert.equal(requests, 1)

// A query that the server has seen goes by its hash alone.
const sent = []
const recording = (input, init) => (sent.push(String(input)), fetch(input, init))
const sha256 = (text) => createHash('sha256').update(text).digest('hex')
const persisted = ApolloLink.from([new PersistedQueryLink({ sha256, useGETForHashedQueries: true }), new HttpLink({ uri, headers, fetch: recording })])
for (let round = 0; round < 2; round++) {
  const answer = await clientOf(persisted).query({ query: gql`query Repositories { repositories { name } }` })
  assert.ok(answer.data.repositories.length >= 3)
}
assert.ok(!sent.at(-1).includes('query='), sent.at(-1))

// What is changed here is heard there, over a socket whose token stands in its payload.
const socket = createClient({ url: uri.replace('http', 'ws'), webSocketImpl: WebSocket, connectionParams: { Authorization: `Bearer ${token}` } })
const listening = clientOf(new GraphQLWsLink(socket))
const connected = new Promise((resolve) => socket.on('connected', resolve))
const heard = new Promise((resolve, reject) =>
  listening.subscribe({ query: gql`subscription { onCatalogChanged { __typename } }` }).subscribe({ next: resolve, error: reject }))
await connected
const REGISTER = gql`mutation($input: RegisterPluginInput!) { registerPlugin(input: $input) { plugin { pluginId } errors { __typename } } }`
// The subscription is at the server once it has answered something that was sent after it on the same socket.
await listening.query({ query: gql`{ viewer { name } }`, fetchPolicy: 'network-only' })
const registered = await client.mutate({ mutation: REGISTER, variables: { input: { name: 'Apollo', image: 'acme/plugin-apollo', resourceType: 'inventory.Collector' } } })
assert.equal(registered.data.registerPlugin.errors, null)
assert.equal((await heard).data.onCatalogChanged.__typename, 'CatalogChanged')
await socket.dispose()

// A refusal is data, not an exception.
const again = await client.mutate({ mutation: REGISTER, variables: { input: { name: 'Apollo', image: 'acme/plugin-apollo', resourceType: 'inventory.Collector' } } })
assert.equal(again.data.registerPlugin.errors[0].__typename, 'PluginAlreadyExistsError')

// A catalog as a file.
const uploading = clientOf(new UploadHttpLink({ uri, headers: { ...headers, 'GraphQL-Preflight': '1' } }))
const file = new File(['{"ecosystem":"test","pluginId":"from-apollo","name":"From Apollo","versions":[{"version":"1.0.0"}]}\n'], 'catalog.ndjson')
const IMPORT = gql`mutation($input: ImportCatalogInput!) { importCatalog(input: $input) { report { pluginsCreated } errors { ... on Error { message } } } }`
const imported = await uploading.mutate({ mutation: IMPORT, variables: { input: { file, format: 'NDJSON', repository: 'apollo' } } })
assert.equal(imported.data.importCatalog.report?.pluginsCreated, 1, JSON.stringify(imported.data.importCatalog))
