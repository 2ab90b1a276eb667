import { graphql } from 'relay-runtime'

export const item = graphql`
  fragment documentsItem on Item {
    id
    name
  }
`

export const page = graphql`
  fragment documentsShelf on Shelf
  @refetchable(queryName: "documentsShelfPageQuery")
  @argumentDefinitions(count: { type: "Int", defaultValue: 2 }, cursor: { type: "String" }) {
    items(first: $count, after: $cursor) @connection(key: "documents_items") {
      edges {
        node {
          ...documentsItem @relay(mask: false)
        }
      }
    }
  }
`

export const shelf = graphql`
  query documentsShelfQuery($id: ID!) {
    node(id: $id) {
      ...documentsShelf @alias(as: "shelf")
    }
  }
`

export const all = graphql`
  query documentsFirstQuery {
    shelf {
      id
      ...documentsShelf
    }
  }
`
