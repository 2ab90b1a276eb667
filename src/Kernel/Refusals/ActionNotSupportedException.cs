namespace GraphQLPlugins.Kernel.Refusals;

/// <summary>The thing exists and does not offer what was asked of it.</summary>
public sealed class ActionNotSupportedException(string message, string argument) : RefusalException(message, argument);
