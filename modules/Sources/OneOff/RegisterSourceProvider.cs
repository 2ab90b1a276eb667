using System.Text.RegularExpressions;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Kernel.Egress;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Secrets;
using GraphQLPlugins.Kernel.Storage;
using GraphQLPlugins.Sources.Contracts;
using GraphQLPlugins.Sources.Hooks;
using GraphQLPlugins.Sources.Providers;
using GraphQLPlugins.Sources.Repositories;
using GraphQLPlugins.Sources.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Sources.OneOff;

/// <summary>Registers a one-off source.</summary>
public sealed record RegisterSourceProvider(
    string Name, string DisplayName, IReadOnlyList<OneOffRepository> Repositories, IReadOnlyList<string>? Branches, string? IconUrl, string? SshKey, OneOffHook? Hook) : ICommand<RegisterSourceProviderPayload>
{
    string ICommand.AuditTarget => Name;
}

/// <summary>A one-off source as it was registered.</summary>
/// <param name="SourceProvider">The source.</param>
/// <param name="HookUrl">Where its operator is to send hooks; a secret. Only its path while the settings do not say where this server is reached; null without a hook.</param>
/// <param name="Secret">What to sign with, shown once; null when hooks are not signed.</param>
public sealed record RegisterSourceProviderPayload(SourceProvider SourceProvider, string? HookUrl, string? Secret);

/// <summary>There is a source of this name.</summary>
public sealed class SourceProviderAlreadyExistsException(string name) : RefusalException($"There is a source '{name}' already.", "name");

[MutationType]
public static partial class RegisterSourceProviderMutation
{
    /// <summary>
    /// Registers a source that stands for a few repositories, such as one on a server of one's own. Its operator authorizes the key and sets up the hook;
    /// nobody needs an account to use it.
    /// </summary>
    /// <param name="name">Unique, kebab-case, such as <c>one-off-source</c>.</param>
    /// <param name="displayName">For people.</param>
    /// <param name="repositories">All that it has: 1 to 100.</param>
    /// <param name="branches">Globs of the branches whose changes count; without, every branch.</param>
    /// <param name="iconUrl">A square picture.</param>
    /// <param name="sshKey">The key to clone with, by its name in the settings below <c>Sources:SshKeys</c>.</param>
    /// <param name="hook">The shape of its hook's body; without, it is asked for changes from time to time.</param>
    [Authorize("sources:write")]
    [Error<InputInvalidException>]
    [Error<TextInvalidException>]
    [Error<SourceProviderAlreadyExistsException>]
    [Error<UrlNotAllowedException>]
    public static Task<RegisterSourceProviderPayload> RegisterSourceProviderAsync(
        string name, string displayName, IReadOnlyList<OneOffRepository> repositories, IReadOnlyList<string>? branches, string? iconUrl, string? sshKey, OneOffHook? hook,
        IMediator mediator, CancellationToken ct) =>
        mediator.Send(new RegisterSourceProvider(name, displayName, repositories, branches, iconUrl, sshKey, hook), ct);
}

internal sealed partial class RegisterSourceProviderHandler(
    SourcesDb db, SourceProviders providers, EgressGuard egress, SecretBox secrets, SourcesOptions options, Actor actor, UnitOfWork work, TimeProvider clock)
    : IRequestHandler<RegisterSourceProvider, RegisterSourceProviderPayload>
{
    private const int MaxRepositories = 100;

    public async Task<RegisterSourceProviderPayload> Handle(RegisterSourceProvider request, CancellationToken ct)
    {
        if (request.Name.Length > SourcesDb.MaxNameLength || !KebabCase().IsMatch(request.Name))
            throw new InputInvalidException("name", $"It must be kebab-case, such as one-off-source, with at most {SourcesDb.MaxNameLength} characters.");
        TextInvalidException.Name("displayName", request.DisplayName, 200);
        if (request.IconUrl is { } icon && (icon.Length > 2048 || !Uri.TryCreate(icon, UriKind.Absolute, out var uri) || uri.Scheme is not "https")) throw new InputInvalidException("iconUrl", "It must be an https address.");
        if (request.SshKey is { } key && !options.SshKeys.ContainsKey(key)) throw new InputInvalidException("sshKey", "There is no key of this name in the settings below Sources:SshKeys.");
        Check("branches", () => (request.Branches ?? []).Select(Glob.Parse).Count());
        CheckRepositories(request.Repositories);
        if (request.Hook is { } hook) CheckHook(hook, request.Repositories.Count);
        if (providers.IsBuiltIn(request.Name)) throw new SourceProviderAlreadyExistsException(request.Name);

        var source = new OneOffSource(actor.OrganizationId, request.Name, request.DisplayName, request.IconUrl,
            new OneOffDefinition(request.Repositories, request.Branches ?? [], request.SshKey, request.Hook), actor.Name, clock.Now());
        db.Add(source);
        var address = request.Hook is null ? null : new SourceHook(actor.OrganizationId, source.Name, "", secrets, clock.Now());
        if (address is not null) db.Add(address);
        try
        {
            await work.FlushAsync(ct);
        }
        catch (DbUpdateException e) when (e.IsDuplicate())
        {
            throw new SourceProviderAlreadyExistsException(request.Name);
        }
        var provider = source.AsProvider();
        return new RegisterSourceProviderPayload(provider.Info, address?.Url(options.PublicUrl, secrets), provider.SignsHooks ? address?.Secret(secrets) : null);
    }

    private void CheckRepositories(IReadOnlyList<OneOffRepository> repositories)
    {
        if (repositories.Count is 0 or > MaxRepositories) throw new InputInvalidException("repositories", $"There are {repositories.Count}; 1 to {MaxRepositories} are allowed.");
        if (repositories.CountBy(r => r.Id).FirstOrDefault(r => r.Value > 1) is { Key: not null } twice) throw new InputInvalidException("repositories", $"The id '{twice.Key}' is there twice.");
        foreach (var repository in repositories)
        {
            if (!RepoPath.IsValid(repository.Id, repository.Id.Count(c => c == '/') + 1)) throw new InputInvalidException("repositories", "An id must be made of plain names with slashes between.");
            TextInvalidException.Name("repositories", repository.Name, SourceRepository.MaxRepoIdLength);
            if (repository.DefaultBranch is { } branch) TextInvalidException.Name("repositories", branch, 255);
            Check("repositories", () => CloneUrl.Check(repository.CloneUrl, egress, options.Mirrors));
        }
    }

    private static void CheckHook(OneOffHook hook, int repositories)
    {
        foreach (var path in new[] { hook.Changes, hook.Ref, hook.Type, hook.Repository }) if (path is not null) Check("hook", () => JsonPath.Parse(path));
        if (hook.Repository is null && repositories > 1) throw new InputInvalidException("hook", "With several repositories, repository must be the path to the id of the one that changed.");
        if (hook.Types is { Count: > 0 } && hook.Type is null) throw new InputInvalidException("hook", "types needs type, the path to the kind of change.");
        if (hook.Types?.Count > 50) throw new InputInvalidException("hook", "At most 50 types are allowed.");
        if (hook.Signature is not OneOffSignature.None && hook.SignatureHeader is null) throw new InputInvalidException("hook", "A signature needs signatureHeader.");
        foreach (var header in new[] { hook.SignatureHeader, hook.DeliveryHeader })
            if (header is not null && !HeaderName().IsMatch(header)) throw new InputInvalidException("hook", "A header's name has 1 to 100 letters, digits, hyphens and underscores.");
        if (hook.SignaturePrefix?.Length > 50) throw new InputInvalidException("hook", "signaturePrefix has at most 50 characters.");
    }

    private static void Check<T>(string argument, Func<T> read)
    {
        try
        {
            read();
        }
        catch (FormatException e)
        {
            throw new InputInvalidException(argument, e.Message);
        }
    }

    [GeneratedRegex("^[a-z][a-z0-9]*(-[a-z0-9]+)*\\z")]
    private static partial Regex KebabCase();

    [GeneratedRegex("^[A-Za-z0-9_-]{1,100}\\z")]
    private static partial Regex HeaderName();
}
