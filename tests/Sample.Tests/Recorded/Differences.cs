namespace GraphQLPlugins.Sample.Tests.Recorded;

/// <summary>Recorded responses that are not followed, with what is answered instead and why.</summary>
internal static class Differences
{
    private const string Json = "Content-Type: application/graphql-response+json; charset=utf-8\n";

    /// <summary>By section and title.</summary>
    public static IReadOnlyDictionary<(int Section, string Title), Difference> All { get; } = new Dictionary<(int, string), Difference>
    {
        [(2, "Filter object passed as ONE variable: the cost analyzer assumes the worst case and rejects it")] = new(
            "A filter in a variable is priced by what it holds.",
            Of(200, Json, """{"data":{"plugins":{"nodes":[{"id":"UGx1Z2luOnBsZy0wMDAwMQ=="}]}}}""")),
        [(2, "(not reached) unknown input field inside a filter variable")] = new(
            "It is reached: a filter in a variable is priced by what it holds.",
            Of(400, Json, """{"errors":[{"message":"The field `nope` does not exist on the type `PluginFilterInput`.","path":["w"],"extensions":{"type":"PluginFilterInput"}}]}""")),
        [(2, "Operation-filter object as a variable")] = new(
            "A filter in a variable is priced by what it holds: as much as the same filter written out.",
            Of(200, Json, """{"data":{"plugins":{"nodes":[{"name":"Plugin 00001"}]}},"extensions":{"operationCost":{"fieldCost":52,"typeCost":3}}}""")),
        [(5, "Invalid cursor, keyset")] = new(
            "A cursor that is none is an error here as in every other connection, instead of an empty page.",
            Of(200, Json, """{"errors":[{"message":"The cursor specified in `after` has an invalid format.","locations":[{"line":1,"column":3}],"path":["pluginsKeyset"],"extensions":{"argument":"after","cursor":"%%%","code":"HC0078"}}],"data":{"pluginsKeyset":null}}""")),
        [(7, "Variable batch (array of variables)")] = new(
            "The recording sends the first result twice and ends the stream after each part.",
            Of(200, "Content-Type: multipart/mixed; boundary=\"-\"\nCache-Control: no-cache\n", """
                ---
                Content-Type: application/json; charset=utf-8

                {"variableIndex":0,"data":{"addTwo":"3"}}
                ---
                Content-Type: application/json; charset=utf-8

                {"variableIndex":1,"data":{"addTwo":"4"}}
                -----
                """)),
        [(7, "multipart with GraphQL-Preflight: 1")] = new(
            "A form without files is a request like any other; it made the recorded server fail.",
            Of(200, Json, """{"data":{"addTwo":"3"}}""")),
        [(7, "multipart upload variable that is not an Upload (map to variables.x)")] = new(
            "The recorded text names a class inside the engine.",
            Of(400, Json, """{"errors":[{"message":"Int cannot parse the given literal of type `StringValueNode`.","path":["n"]}]}""")),
        [(7, "Cost report header")] = new(
            "Without an order the recorded rows come as the table holds them, here by key.",
            Of(200, Json, """
                {"data":{"plugins":{"nodes":[{"id":"UGx1Z2luOnBsZy0wMDAwMQ==","name":"Plugin 00001","versions":[{"version":"1.1.0"},{"version":"2.1.0"},{"version":"3.1.0"},{"version":"4.1.0"}],"latestVersion":{"id":15001}},{"id":"UGx1Z2luOnBsZy0wMDAwMg==","name":"Plugin 00002","versions":[{"version":"1.2.0"},{"version":"2.2.0"},{"version":"3.2.0"},{"version":"4.2.0"}],"latestVersion":{"id":15002}},{"id":"UGx1Z2luOnBsZy0wMDAwMw==","name":"Plugin 00003","versions":[{"version":"1.3.0"},{"version":"2.3.0"},{"version":"3.3.0"},{"version":"4.3.0"}],"latestVersion":{"id":15003}},{"id":"UGx1Z2luOnBsZy0wMDAwNA==","nam
                … (3655 chars in total)
                """)),
        [(10, "Full introspection by GraphiQL works? (deep ofType, default values)")] = new(
            "The recorded types come in the order of a hash table, here as they were found.",
            Of(200, Json, """
                {"data":{"__schema":{"types":[{"name":"Query","inputFields":null},{"name":"Mutation","inputFields":null},{"name":"Subscription","inputFields":null},{"name":"Node","inputFields":null},{"name":"PluginNo
                … (6763 chars in total)
                """)),
        [(10, "__schema")] = new("The recorded types come in the order of a hash table; compared without it.", null),
        [(10, "__Type has which fields")] = new(
            "The fields are those of the specification's edition of September 2025.",
            Of(200, Json, """{"data":{"__type":{"fields":[{"name":"kind","args":[]},{"name":"name","args":[]},{"name":"description","args":[]},{"name":"specifiedByURL","args":[]},{"name":"fields","args":[{"name":"includeDeprecated"}]},{"name":"interfaces","args":[]},{"name":"possibleTypes","args":[]},{"name":"enumValues","args":[{"name":"includeDeprecated"}]},{"name":"inputFields","args":[{"name":"includeDeprecated"}]},{"name":"ofType","args":[]},{"name":"isOneOf","args":[]}]},"d":{"fields":[{"name":"name","isDeprecated":false},{"name":"description","isDeprecated":false},{"name":"isRepeatable","isDeprecated":false},{"name":"locations","isDeprecated":false},{"name":"args","isDeprecated":false}]},"i":{"fields":[{"name":"name"},{"name":"description"},{"name":"type"},{"name":"defaultValue"},{"name":"isDeprecated"},{"name":"deprecationReason"}]}}}""")),
        [(11, "graphql-transport-ws: validation error")] = new(
            "After `error` the protocol wants no `complete`; and back quotes need no escape in JSON.",
            Conversation("""
                > {"type": "connection_init"}
                < {"type":"connection_ack"}
                > {"id": "a", "type": "subscribe", "payload": {"query": "{ nope }"}}
                < {"id":"a","type":"error","payload":[{"message":"The field `nope` does not exist on the type `Query`.","locations":[{"line":1,"column":3}],"extensions":{"type":"Query","field":"nope","responseName":"nope","specifiedBy":"https://spec.graphql.org/October2021/#sec-Field-Selections-on-Objects-Interfaces-and-Unions-Types"}}]}
                < [nothing for 4 s]
                """)),
        [(11, "graphql-transport-ws: syntax error")] = new(
            "Back quotes need no escape in JSON.",
            Conversation("""
                > {"type": "connection_init"}
                < {"type":"connection_ack"}
                > {"id": "a", "type": "subscribe", "payload": {"query": "{"}}
                < {"id":"a","type":"error","payload":[{"message":"Expected a `RightBrace`-token, but found a `EndOfFile`-token.","locations":[{"line":1,"column":2}]}]}
                < [nothing for 4 s]
                """)),
        [(11, "graphql-transport-ws: not JSON")] = new(
            "The protocol wants 4400 for a message that is none; the recorded server failed.",
            Conversation("""
                > hello
                < [close 4400 'Invalid message.']
                """)),
    };

    private static string Of(int status, string headers, string body) => $"{status}\n{headers}\n{body.ReplaceLineEndings("\n")}\n";

    private static string Conversation(string lines) =>
        $"< HTTP/1.1 101 Switching Protocols\n< Connection: Upgrade\n< Upgrade: websocket\n< Sec-WebSocket-Protocol: graphql-transport-ws\n{lines.ReplaceLineEndings("\n")}\n";
}

/// <summary>One of them.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Answer">What is answered, rendered as the recording is; null: a test of its own compares it.</param>
internal sealed record Difference(string Reason, string? Answer);
