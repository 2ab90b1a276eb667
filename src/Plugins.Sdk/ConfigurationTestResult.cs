namespace GraphQLPlugins.Plugins.Sdk;

/// <summary>What a configuration test found out.</summary>
/// <param name="Succeeded">Whether the plugin can work with the options.</param>
/// <param name="Message">A sentence for people, of 1,000 characters at most; it must hold no secrets.</param>
public sealed record ConfigurationTestResult(bool Succeeded, string Message);
