namespace GraphQLPlugins.Sources.Providers.GitHub;

/// <summary>How GitHub is reached, and the account of this server's own that copies files there.</summary>
public sealed class GitHubOptions : VendorOptions
{
    /// <summary>An account that is added to followed repositories as a collaborator who may read, and copies their files; null copies them with the access of whoever follows.</summary>
    public string? Bot { get; set; }

    /// <summary>A token of that account, which may accept invitations and read repositories.</summary>
    public string? BotToken { get; set; }

    /// <summary>What is missing or contradicts itself, each with the setting's path.</summary>
    internal IEnumerable<string> BotProblems(string section)
    {
        if (Bot is not null && BotToken is null) yield return $"{section}:BotToken is missing; {section}:Bot needs it.";
        if (BotToken is not null && Bot is null) yield return $"{section}:Bot is missing; {section}:BotToken needs it.";
        if (Bot is { } bot && !RepoPath.IsValid(bot, 1)) yield return $"{section}:Bot is \"{bot}\"; it must be the name of an account.";
    }
}
