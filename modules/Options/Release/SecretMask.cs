using GraphQLPlugins.Plugins.Sdk;

namespace GraphQLPlugins.Options.Release;

/// <summary>Takes secrets out of what a plugin says: plugins tend to repeat what another server answered, which tends to repeat what it was sent.</summary>
internal static class SecretMask
{
    /// <summary>Shorter ones would be found everywhere.</summary>
    private const int MinLength = 4;
    private const string Mask = "••••";

    public static string Of(string text, OptionValues options)
    {
        // The longest first: one may be the beginning of another.
        foreach (var secret in options.Keys.Where(options.IsSecret).Select(options.Text).Where(s => s?.Length >= MinLength).OrderByDescending(s => s!.Length))
            text = Of(text, secret!);
        return text;
    }

    /// <summary>The same for one secret.</summary>
    public static string Of(string text, string secret) => secret.Length >= MinLength ? text.Replace(secret, Mask, StringComparison.Ordinal) : text;
}
