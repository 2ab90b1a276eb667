// usage: node server.js PORT SOCKET_OR_HOST DATABASE_PORT DATABASE USER, with the password in PGPASSWORD
import Fastify from 'fastify'
import mercurius from 'mercurius'
import pg from 'pg'

const [port, host, databasePort, database, user] = process.argv.slice(2)
const pool = new pg.Pool({ host, port: Number(databasePort), database, user, max: 8 })

const schema = `
  scalar JSON
  type Query {
    plugin(pluginId: String!): Plugin
    plugins(first: Int!, after: String, where: PluginFilter, order: [PluginSort!]): PluginConnection!
    effectiveOptions(pluginId: String!, scope: OptionScopeInput): [OptionItem!]!
  }
  type Mutation { setOption(input: SetOptionInput!): SetOptionPayload! }
  enum SortDirection { ASC DESC }
  enum OptionScopeKind { INSTANCE ORGANIZATION PROJECT USER }
  input Text { eq: String }
  input Texts { some: Text }
  input Number { gte: Int }
  input PluginFilter { labels: Texts installs: Number }
  input PluginSort { installs: SortDirection name: SortDirection }
  input OptionScopeInput { kind: OptionScopeKind! projectId: ID }
  input SetOptionInput { pluginId: String! key: String! value: JSON }
  type Plugin {
    id: ID! pluginId: String! name: String! state: String! installs: Int! labels: [String!]! provider: String confKey: String! updatedAt: String!
    versions(first: Int!): VersionConnection!
  }
  type PluginConnection { nodes: [Plugin!]! pageInfo: PageInfo! }
  type PageInfo { endCursor: String hasNextPage: Boolean! }
  type Version { version: String! channel: String! releasedAt: String }
  type VersionConnection { nodes: [Version!]! }
  type OptionSet { etag: String! }
  type OptionError { message: String! }
  type SetOptionPayload { optionSet: OptionSet errors: [OptionError!] }
  type OptionDefinition { key: String! }
  interface OptionItem { definition: OptionDefinition! provenance: String! }
  type PlainOption implements OptionItem { definition: OptionDefinition! provenance: String! effective: JSON }
`

const columns = 'p.plugin_id, p.name, p.state, p.installs, p.labels, p.updated_at, p.id'
const from = "FROM catalog.plugins p JOIN catalog.repositories r ON r.id = p.repository_key WHERE r.deleted_at IS NULL AND r.state = 'Enabled'"
const query = async (name, text, values) => (await pool.query({ name, text, values })).rows
const organization = '01900000-0000-7000-8000-000000000001'
const principal = '01900000-0000-7000-8000-000000000002'
const plain = (id) => id.replaceAll('-', '')

const plugin = (row) => ({
  id: row.id, pluginId: row.plugin_id, name: row.name, state: row.state.toUpperCase(), installs: row.installs, labels: row.labels,
  provider: row.provider, confKey: row.conf_key, updatedAt: row.updated_at.toISOString(),
})

const page = (rows, first) => ({
  nodes: rows.slice(0, first).map(plugin),
  pageInfo: { hasNextPage: rows.length > first, endCursor: rows.length ? `${rows[Math.min(first, rows.length) - 1].name}|${rows[Math.min(first, rows.length) - 1].id}` : null },
})

const resolvers = {
  Query: {
    plugin: async (_, { pluginId }) => {
      const [row] = await query('plugin', `SELECT ${columns}, p.provider, p.conf_key ${from} AND p.plugin_id = $1 ORDER BY r.priority, r.name LIMIT 1`, [pluginId])
      return row ? plugin(row) : null
    },
    plugins: async (_, { first, after, where }) => {
      if (where)
        return page(await query('list', `SELECT ${columns} ${from} AND p.labels @> ARRAY[$1]::text[] AND p.installs >= $2 ORDER BY p.installs DESC, p.id LIMIT 21`,
          [where.labels.some.eq, where.installs.gte]), first)
      const rows = after
        ? await query('page', `SELECT ${columns} ${from} AND (p.name, p.id) > ($1, $2) ORDER BY p.name, p.id LIMIT 21`, after.split('|'))
        : await query('first', `SELECT ${columns} ${from} ORDER BY p.name, p.id LIMIT 21`, [])
      return page(rows, first)
    },
    effectiveOptions: async (_, { pluginId, scope }) => {
      const [project] = await query('lineage', 'SELECT lineage FROM kernel.projects WHERE id = $1', [scope.projectId])
      const projects = project.lineage.match(/[0-9a-f]{32}/g).reverse()
      const keys = [`user:${plain(principal)}/project:${plain(scope.projectId)}`, `user:${plain(principal)}`, ...projects.map((id) => `project:${id}`),
        `organization:${plain(organization)}`, 'instance']
      const rows = await query('effective', `SELECT DISTINCT ON (v.key) v.key, v.json, v.scope_key FROM options.option_values v JOIN catalog.plugins p ON p.conf_key = v.conf_key
        WHERE p.plugin_id = $1 AND v.organization_id = $2 AND v.scope_key = ANY($3) ORDER BY v.key, array_position($3, v.scope_key)`, [pluginId, organization, keys])
      const items = rows.map((row) => ({ definition: { key: row.key }, provenance: row.scope_key.split(':')[0].toUpperCase(), effective: row.json }))
      // The switch that every plugin has, which nobody has set.
      return [...items, { definition: { key: 'enabled' }, provenance: 'DEFAULT', effective: false }]
    },
  },
  OptionItem: { resolveType: () => 'PlainOption' },
  Mutation: {
    setOption: async (_, { input }) => {
      const client = await pool.connect()
      try {
        await client.query('BEGIN')
        const { rows: [{ conf_key: confKey }] } = await client.query({ name: 'confKey', text: 'SELECT conf_key FROM catalog.plugins WHERE plugin_id = $1 LIMIT 1', values: [input.pluginId] })
        await client.query({
          name: 'set',
          text: `INSERT INTO options.option_values (id, organization_id, conf_key, scope_key, key, storage_key, json, updated_by, updated_at)
            VALUES (gen_random_uuid(), $1, $2, 'instance', $3, $4, $5::jsonb, 'peer', now())
            ON CONFLICT (organization_id, conf_key, scope_key, key) DO UPDATE SET json = EXCLUDED.json, updated_at = EXCLUDED.updated_at`,
          values: [organization, confKey, input.key, `${confKey}:${input.key}`, JSON.stringify(input.value)],
        })
        await client.query('COMMIT')
        return { optionSet: { etag: confKey }, errors: null }
      } finally {
        client.release()
      }
    },
  },
}

const loaders = {
  Plugin: {
    versions: async (queries) => {
      const rows = await query('versions', `SELECT k.id, v.version, v.channel, v.released_at FROM unnest($1::uuid[]) AS k(id)
        CROSS JOIN LATERAL (SELECT version, channel, released_at FROM catalog.versions v WHERE v.plugin_key = k.id ORDER BY v.sort_key DESC, v.id DESC LIMIT $2) v`,
      [queries.map(({ obj }) => obj.id), queries[0].params.first])
      const byPlugin = Map.groupBy ? Map.groupBy(rows, (row) => row.id) : rows.reduce((map, row) => map.set(row.id, [...(map.get(row.id) ?? []), row]), new Map())
      return queries.map(({ obj }) => ({
        nodes: (byPlugin.get(obj.id) ?? []).map((row) => ({ version: row.version, channel: row.channel.toUpperCase(), releasedAt: row.released_at?.toISOString() ?? null })),
      }))
    },
  },
}

const app = Fastify()
app.register(mercurius, { schema, resolvers, loaders, jit: 1 })
await app.listen({ port: Number(port), host: '127.0.0.1' })
