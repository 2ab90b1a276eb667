namespace GraphQLPlugins.Catalog.Contracts;

/// <summary>One way in which an instance fails its schema, or a schema fails the draft it claims.</summary>
/// <param name="Path">JSON pointer into the instance; empty for the whole of it.</param>
/// <param name="Keyword">The schema keyword that refused it.</param>
/// <param name="Message">A sentence for people.</param>
public sealed record SchemaViolation(string Path, string Keyword, string Message);
