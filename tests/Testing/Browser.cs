namespace GraphQLPlugins.Testing;

/// <summary>A test that steers a real browser by a script; skipped where Node.js or Chromium is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute()
    {
        if (NodeClient.Missing is { } reason) Skip = reason;
        else if (!Browser.IsThere) Skip = "Needs Chromium.";
    }
}

/// <summary>Chromium, where the distributions put it.</summary>
public static class Browser
{
    private static readonly string? Found = ((string[])["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]).FirstOrDefault(File.Exists);

    public static bool IsThere => Found is not null;

    /// <summary>The program; only where it is there.</summary>
    public static string Program => Found ?? throw new InvalidOperationException("Chromium is missing; mark the test with [BrowserFact].");
}
