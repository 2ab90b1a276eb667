namespace GraphQLPlugins.Plugins.Sdk;

/// <summary>A plugin says no, for a reason that the caller is told. Every other exception is a fault: it is logged, and the caller learns nothing of it.</summary>
/// <param name="message">A sentence for the caller, of 1,000 characters at most; it must hold no secrets.</param>
public sealed class PluginRefusalException(string message) : Exception(message);
