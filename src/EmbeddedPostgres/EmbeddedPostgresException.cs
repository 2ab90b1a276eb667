namespace GraphQLPlugins.EmbeddedPostgres;

/// <summary>The private cluster cannot be used; the message says why and what to do.</summary>
public sealed class EmbeddedPostgresException : Exception
{
    /// <summary>With a message that a person can act on.</summary>
    public EmbeddedPostgresException(string message) : base(message) { }

    /// <summary>With a message that a person can act on, and what led to it.</summary>
    public EmbeddedPostgresException(string message, Exception inner) : base(message, inner) { }
}
