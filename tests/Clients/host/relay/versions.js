import { graphql } from 'relay-runtime'

export const row = graphql`
  fragment versionsRow on PluginVersion {
    id
    version
  }
`

export const page = graphql`
  fragment versionsPlugin on Plugin
  @refetchable(queryName: "versionsPluginPageQuery")
  @argumentDefinitions(count: { type: "Int", defaultValue: 3 }, cursor: { type: "String" }) {
    versions(first: $count, after: $cursor) @connection(key: "versions_versions") {
      edges {
        node {
          ...versionsRow @relay(mask: false)
        }
      }
    }
  }
`

export const first = graphql`
  query versionsFirstQuery($pluginId: String!) {
    plugin(pluginId: $pluginId) {
      id
      ...versionsPlugin
    }
  }
`
