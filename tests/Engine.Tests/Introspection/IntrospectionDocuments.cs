namespace GraphQLPlugins.Engine.Tests.Introspection;

/// <summary>What tools send to learn a schema.</summary>
internal static class IntrospectionDocuments
{
    /// <summary>Everything there is, types nine wrappers deep.</summary>
    public static readonly string Full = $$"""
        query Everything {
          __schema {
            description
            queryType { name }
            mutationType { name }
            subscriptionType { name }
            types { ...Type }
            directives { name description isRepeatable locations args(includeDeprecated: true) { ...Input } }
          }
        }
        fragment Type on __Type {
          kind name description specifiedByURL isOneOf
          fields(includeDeprecated: true) { name description isDeprecated deprecationReason type { ...Reference } args(includeDeprecated: true) { ...Input } }
          inputFields(includeDeprecated: true) { ...Input }
          enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason }
          interfaces { ...Reference }
          possibleTypes { ...Reference }
        }
        fragment Input on __InputValue { name description defaultValue isDeprecated deprecationReason type { ...Reference } }
        fragment Reference on __Type { kind name {{string.Concat(Enumerable.Repeat("ofType { kind name ", 9))}}{{new string('}', 9)}} }
        """;
}
