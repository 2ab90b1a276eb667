using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Policies;
using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Catalog.Installations;

/// <summary>
/// The caller's installed plugins, for commands: one at a time may change what is installed under a name, on whichever host it runs. Commands in which it
/// matters who needs whom take all names at once.
/// </summary>
internal sealed class InstallationStore(CatalogDb db, Actor actor, CatalogOptions options, TimeProvider clock)
{
    public CatalogDb Db => db;

    public DateTimeOffset Now { get; } = clock.Now();

    private string All => $"installations:{actor.OrganizationId:N}";

    /// <summary>Waits until no other command works on the installation of the name.</summary>
    public Task LockAsync(string name, CancellationToken ct) => db.LockWithinAsync(All, $"{All}:{name}", ct);

    /// <summary>Waits until no other command works on any installation of the organization.</summary>
    public Task LockAllAsync(CancellationToken ct) => db.LockAsync(All, ct);

    public Task<PluginInstallation?> FindAsync(string name, CancellationToken ct) =>
        db.Installations.FirstOrDefaultAsync(installation => installation.OrganizationId == actor.OrganizationId && installation.Name == name, ct);

    /// <summary>Locks the name, then makes the checks that come before every change, in the order of the plugins REST API (G31).</summary>
    /// <exception cref="InputInvalidException">The name cannot be one.</exception>
    /// <exception cref="PluginNotFoundException">Nothing is installed under the name.</exception>
    /// <exception cref="EtagMismatchException">It is no longer what the caller read.</exception>
    /// <exception cref="RemoteAdminDisabledException">The policy does not allow it.</exception>
    public async Task<(PluginInstallation Installation, Policy Policy)> TakeAsync(string name, string? expectedEtag, CancellationToken ct)
    {
        await LockAsync(Text.Findable(name, nameof(name)), ct);
        return await CheckAsync(name, expectedEtag, ct);
    }

    /// <summary>The same, and locks all names.</summary>
    /// <inheritdoc cref="TakeAsync"/>
    public async Task<(PluginInstallation Installation, Policy Policy)> TakeWithAllAsync(string name, string? expectedEtag, CancellationToken ct)
    {
        Text.Findable(name, nameof(name));
        await LockAllAsync(ct);
        return await CheckAsync(name, expectedEtag, ct);
    }

    public Task<Policy> PolicyAsync(CancellationToken ct) => db.PolicyAsync(actor, options, clock, ct);

    private async Task<(PluginInstallation Installation, Policy Policy)> CheckAsync(string name, string? expectedEtag, CancellationToken ct)
    {
        var installation = await FindAsync(name, ct) ?? throw new PluginNotFoundException(name, nameof(name));
        if (expectedEtag is not null && expectedEtag != installation.Etag)
            throw new EtagMismatchException(expectedEtag, installation.Etag);
        var policy = await PolicyAsync(ct);
        policy.EnsureRemoteAdmin();
        return (installation, policy);
    }
}
