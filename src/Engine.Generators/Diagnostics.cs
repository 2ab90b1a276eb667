using Microsoft.CodeAnalysis;

namespace GraphQLPlugins.Engine.Generators;

/// <summary>What the generator complains about. Numbers as in HotChocolate where it has them.</summary>
internal static class Diagnostics
{
    public static readonly DiagnosticDescriptor KeyParameterMissing = Error("HC0074", "A data loader needs a key parameter",
        "The data loader method {0} has no key parameter; make its first parameter the key (cache) or an IReadOnlyList of keys (batch, group)");

    public static readonly DiagnosticDescriptor MethodNotAccessible = Error("HC0075", "A data loader method must be reachable",
        "The data loader method {0} cannot be called by the generated loader; make it static and public or internal");

    public static readonly DiagnosticDescriptor TypeMustBePartial = Error("HC0080", "An object type extension must be partial",
        "The class {0} adds fields to a type; declare it as static partial class");

    public static readonly DiagnosticDescriptor TypeMustBeStatic = Error("HC0081", "An object type extension must be static",
        "The class {0} adds fields to a type; declare it as static partial class");

    public static readonly DiagnosticDescriptor NodeResolverIdCount = Error("HC0083", "A node resolver takes exactly one id",
        "The node resolver {0} must take exactly one argument, named id; it takes {1}");

    public static readonly DiagnosticDescriptor NodeResolverIdName = Error("HC0084", "A node resolver's argument is named id",
        "The node resolver {0} takes its id as {1}; name the parameter id");

    public static readonly DiagnosticDescriptor GenericLoader = Error("HC0085", "A data loader cannot be generic",
        "The data loader method {0} is generic or stands in a generic class; a loader is made for known key and value types");

    public static readonly DiagnosticDescriptor UnknownLoaderShape = Error("GQLP0001", "A data loader returns a dictionary or a lookup",
        "The data loader method {0} takes a list of keys and returns {1}; return Task<Dictionary<TKey, TValue>> or Task<ILookup<TKey, TValue>>");

    public static readonly DiagnosticDescriptor UnknownLookup = Error("GQLP0002", "A lookup gives the key of a value",
        "The data loader method {0} names the lookup {1}; declare a static method {1} beside it that takes a value and returns its key or a KeyValuePair of key and value");

    private static readonly Dictionary<string, DiagnosticDescriptor> ById =
        new[]
        {
            KeyParameterMissing, MethodNotAccessible, TypeMustBePartial, TypeMustBeStatic, NodeResolverIdCount, NodeResolverIdName, GenericLoader,
            UnknownLoaderShape, UnknownLookup,
        }.ToDictionary(d => d.Id);

    public static DiagnosticDescriptor Of(string id) => ById[id];

    private static DiagnosticDescriptor Error(string id, string title, string message) => new(id, title, message, "GraphQL", DiagnosticSeverity.Error, true);
}
