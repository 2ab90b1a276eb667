import { createGraphiQLFetcher } from '@graphiql/toolkit'
import { GraphiQL } from 'graphiql'
import 'graphiql/style.css'
import './page.css'
import { Kind, parse } from 'graphql'
import { createClient } from 'graphql-ws'
import { createRoot } from 'react-dom/client'

const settings = JSON.parse(document.getElementById('settings').textContent)
const assets = new URL(settings.assets, location.href)

const workers = { graphql: 'graphql.worker.js', json: 'json.worker.js' }
globalThis.MonacoEnvironment = {
  getWorker: (_, label) => new Worker(new URL(workers[label] ?? 'editor.worker.js', assets)),
}

const endpoint = new URL(settings.endpoint, location.href)
const socket = new URL(endpoint)
socket.protocol = endpoint.protocol === 'https:' ? 'wss:' : 'ws:'

// The headers tab is where a token is entered. A browser cannot set headers on a WebSocket, so they go into connection_init.
let headers = {}
let client
const clientFor = (current) => {
  const changed = JSON.stringify(current) !== JSON.stringify(headers)
  if (client && !changed) return client
  client?.dispose()
  headers = current
  client = createClient({ url: socket.href, connectionParams: () => headers, lazy: true })
  return client
}

// The headers tab shows where a token goes; until there is one, nothing is sent in its place.
const given = (headers) => Object.fromEntries(Object.entries(headers ?? {}).filter(([, value]) => !/^bearer\s*$/i.test(String(value))))

// After a change of tabs, what GraphiQL knows of the operation may still be that of the one before.
const fetcher = (params, options) => {
  const documentAST = parse(params.query)
  const names = documentAST.definitions.filter((d) => d.kind === Kind.OPERATION_DEFINITION).map((d) => d.name?.value)
  const operationName = names.length === 1 ? names[0] : params.operationName
  const send = createGraphiQLFetcher({
    url: endpoint.href,
    headers: settings.headers,
    wsClient: clientFor({ ...settings.headers, ...given(options?.headers) }),
    fetch: (url, init) => fetch(url, { ...init, credentials: settings.credentials }),
  })
  return send({ ...params, operationName }, { ...options, headers: given(options?.headers), documentAST })
}

const tabs = settings.tabs.map((tab) => ({
  query: tab.document.startsWith('#') ? tab.document : `# ${tab.title}\n${tab.document}`,
  variables: tab.variables ?? '',
  headers: '{\n  "Authorization": "Bearer "\n}',
}))

createRoot(document.getElementById('ide')).render(
  <GraphiQL
    fetcher={fetcher}
    defaultTabs={tabs.length > 0 ? tabs : undefined}
    defaultQuery={settings.document}
    defaultHeaders={'{\n  "Authorization": "Bearer "\n}'}
    shouldPersistHeaders={false}
  />,
)
