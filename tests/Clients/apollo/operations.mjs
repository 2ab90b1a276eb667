// @apollo/client: queries, mutations, batches, uploads, persisted queries.
import { ApolloClient, ApolloLink, CombinedGraphQLErrors, HttpLink, InMemoryCache, gql } from '@apollo/client'
import { BatchHttpLink } from '@apollo/client/link/batch-http'
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries'
import UploadHttpLink from 'apollo-upload-client/UploadHttpLink.mjs'
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'

const [uri] = process.argv.slice(2)
const clientOf = (link) => new ApolloClient({ link, cache: new InMemoryCache(), defaultOptions: { query: { fetchPolicy: 'no-cache' } } })
const ADD = gql`query Add($a: Int!) { addTwo(a: $a) }`

const client = clientOf(new HttpLink({ uri }))
assert.deepEqual((await client.query({ query: ADD, variables: { a: 1 } })).data, { addTwo: '3' })

const update = gql`mutation { updatePluginState(id: "x", state: DRAFT) { __typename state } }`
assert.deepEqual((await client.mutate({ mutation: update })).data, { updatePluginState: { __typename: 'Plugin', state: 'DRAFT' } })

await assert.rejects(client.query({ query: gql`{ nope }` }), (error) =>
  CombinedGraphQLErrors.is(error) && error.errors[0].message.includes('does not exist on the type'))
const partial = await client.query({ query: gql`{ addTwo(a: 1) boomNullable }`, errorPolicy: 'all' })
assert.deepEqual(partial.data, { addTwo: '3', boomNullable: null })
assert.equal(partial.error.errors[0].message, 'Unexpected Execution Error')

// Three operations of one tick go as one array and come back as one.
let requests = 0
const counting = (input, init) => (requests++, fetch(input, init))
const batching = clientOf(new BatchHttpLink({ uri, fetch: counting, batchMax: 10, batchInterval: 20 }))
const answers = await Promise.all([1, 2, 3].map((a) => batching.query({ query: ADD, variables: { a } })))
assert.deepEqual(answers.map((r) => r.data.addTwo), ['3', '4', '5'])
assert.equal(requests, 1)

// Uploads: a file alone and several in a list.
const uploading = clientOf(new UploadHttpLink({ uri, headers: { 'GraphQL-Preflight': '1' } }))
const file = new File(['content'], 'a.txt', { type: 'text/plain' })
assert.deepEqual((await uploading.mutate({ mutation: gql`mutation($file: Upload!) { upload(file: $file) }`, variables: { file } })).data,
  { upload: 'a.txt text/plain 7 7' })
const many = gql`mutation($input: AttachmentsInput!) { uploadAll(input: $input) }`
assert.deepEqual((await uploading.mutate({ mutation: many, variables: { input: { title: 't', files: [file, file] } } })).data,
  { uploadAll: ['t:content', 't:content'] })

// Automatic persisted queries: the hash is unknown, then registered, then enough, by POST and by GET.
const bodies = []
const recording = (input, init) => (bodies.push(init.body ?? String(input)), fetch(input, init))
const sha256 = (text) => createHash('sha256').update(text).digest('hex')
for (const useGETForHashedQueries of [false, true]) {
  const link = ApolloLink.from([new PersistedQueryLink({ sha256, useGETForHashedQueries }), new HttpLink({ uri, fetch: recording })])
  const hashing = clientOf(link)
  const query = useGETForHashedQueries ? gql`query Hashed2 { addTwo(a: 5) }` : gql`query Hashed { addTwo(a: 4) }`
  bodies.length = 0
  for (let round = 0; round < 2; round++) assert.ok((await hashing.query({ query })).data.addTwo)
  assert.deepEqual(bodies.map((b) => /Hashed2? \{/.test(b)), [false, true, false])
}
