using System.Text.Json;

namespace GraphQLPlugins.Catalog.Import;

/// <summary>One JSON value of a file, before anything is known about it, or the reason why it is none.</summary>
/// <param name="Line">Where it starts; the first line is 1.</param>
/// <param name="Section">The member of the root object that holds it; empty for lines and root lists.</param>
/// <param name="Document">The value; the receiver disposes it. Null when <paramref name="Fault"/> says why.</param>
internal sealed record RawRecord(int Line, string Section, JsonDocument? Document, string? Fault);
