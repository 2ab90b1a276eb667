using GraphQLPlugins.EmbeddedPostgres;
using GraphQLPlugins.Kernel.Identity.Tokens;
using GraphQLPlugins.Kernel.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Host.Start;

/// <summary>The token that an installation starts with, kept in a file that only its owner can read.</summary>
internal static class AdministratorToken
{
    private const string FileName = "admin-token";

    /// <summary>Makes the token when the file is missing, or holds one that this database has never known.</summary>
    /// <returns>The file's path.</returns>
    public static async Task<string> EnsureAsync(IServiceProvider services, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        var directory = Path.GetFullPath(scope.ServiceProvider.GetRequiredService<StorageOptions>().DataDirectory);
        var path = Path.Combine(directory, FileName);
        if (await IsKnownAsync(path, scope.ServiceProvider, ct))
        {
            // The mode may have been lost, in a restored backup for example.
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            return path;
        }
        Directory.CreateDirectory(directory);
        var created = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new CreateToken(FileName, ["*"], null), ct);
        PrivateFile.Write(path, created.Secret + "\n");
        return path;
    }

    /// <summary>A revoked one is known too: whoever revoked it gets a new one by deleting the file.</summary>
    private static async Task<bool> IsKnownAsync(string path, IServiceProvider services, CancellationToken ct)
    {
        if (!File.Exists(path)) return false;
        var hash = AccessToken.HashOf((await File.ReadAllTextAsync(path, ct)).Trim());
        var db = services.GetRequiredService<KernelDb>();
        return await db.AccessTokens.AnyAsync(t => t.Hash == hash, ct);
    }
}
