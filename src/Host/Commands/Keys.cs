using System.CommandLine;
using GraphQLPlugins.Host.Settings;
using GraphQLPlugins.Kernel.Secrets;
using GraphQLPlugins.Kernel.Storage;
using MediatR;

namespace GraphQLPlugins.Host.Commands;

/// <summary><c>keys rotate</c>: a new key for secrets, beside running hosts or without one.</summary>
internal static class Keys
{
    public static Command Create(CommandRunner runner)
    {
        var rotate = new Command("rotate", "Makes a new key that secrets are sealed with from now on, and ends. Running hosts take it within five minutes; older keys go on opening what they sealed.");
        rotate.SetAction((parsed, _) => runner.RunAsync(parsed, RotateAsync));
        return new Command("keys", "The keys that protect secrets in the database.") { rotate };
    }

    private static async Task<int> RotateAsync(WebApplication app, HostSettings settings, ParseResult parsed, CancellationToken ct)
    {
        await app.Services.GetRequiredService<StorageServer>().StartAsync(mayShare: true, ct);
        await app.Services.GetRequiredService<Migrator>().RunAsync(settings.Storage.Migrate, ct);
        await using var scope = app.Services.CreateAsyncScope();
        var rotated = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new RotateKeys(), ct);
        Console.WriteLine($"Secrets are sealed with the key {rotated.KeyId} from now on. Older keys that still open theirs: {rotated.Count - 1}.");
        return 0;
    }
}
