using GraphQLPlugins.Kernel.Refusals;

namespace GraphQLPlugins.Options.Transfer;

/// <summary>How an option set is written down.</summary>
public enum OptionFormat
{
    /// <summary>JSON (RFC 8259).</summary>
    Json,

    /// <summary>YAML 1.2 with its core schema; without anchors, aliases and tags.</summary>
    Yaml,
}

/// <summary>The text cannot be read as a document of the format.</summary>
public sealed class OptionDocumentInvalidException(string reason, int? line = null, int? column = null)
    : RefusalException(line is null ? reason : $"{reason} (line {line}, column {column})", "document")
{
    /// <summary>Where, counted from 1; null when it is no single place.</summary>
    public int? Line => line;

    /// <summary>Where in the line, counted from 1; null when it is no single place.</summary>
    public int? Column => column;
}
