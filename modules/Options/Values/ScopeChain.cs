using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Identity.Authorization;
using GraphQLPlugins.Kernel.Identity.Projects;
using GraphQLPlugins.Kernel.Storage;
using GraphQLPlugins.Options.Definitions;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Options.Values;

/// <summary>Finds the scope that a client names and those around it, and who may write there.</summary>
public sealed class ScopeChain
{
    private readonly Actor _actor;
    private readonly IDbContextFactory<KernelDb> _databases;
    private readonly KnownScopes _known;

    internal ScopeChain(Actor actor, IDbContextFactory<KernelDb> databases, KnownScopes known) => (_actor, _databases, _known) = (actor, databases, known);

    private static readonly CompiledQuery<Func<KernelDb, Guid, Guid, CancellationToken, Task<bool>>> IsUser = new(() => EF.CompileAsyncQuery(
        (KernelDb db, Guid id, Guid organization, CancellationToken ct) => db.Principals.Any(p => p.Id == id && p.OrganizationId == organization)));

    private static readonly CompiledQuery<Func<KernelDb, Guid, Guid, CancellationToken, Task<Project?>>> FindProject = new(() => EF.CompileAsyncQuery(
        (KernelDb db, Guid id, Guid organization, CancellationToken ct) => db.Projects.FirstOrDefault(p => p.Id == id && p.OrganizationId == organization)));

    /// <summary>The scope and the ones around it, innermost first: user, projects from the leaf to the top, organization, instance.</summary>
    /// <exception cref="ScopeInvalidException">It does not exist in the caller's organization, or its parts do not fit.</exception>
    public Task<IReadOnlyList<OptionScope>> ResolveAsync(OptionScopeInput? input, CancellationToken ct) =>
        ResolveAsync(input ?? new OptionScopeInput(OptionScopeKind.Instance), _actor.OrganizationId, ct);

    /// <summary>The same in an organization that need not be the caller's.</summary>
    /// <exception cref="ScopeInvalidException">It does not exist there, or its parts do not fit.</exception>
    internal async Task<IReadOnlyList<OptionScope>> ResolveAsync(OptionScopeInput input, Guid organization, CancellationToken ct)
    {
        if (input.ProjectId is not null && input.Kind is not (OptionScopeKind.Project or OptionScopeKind.User)) throw new ScopeInvalidException("A project is named, but the scope is neither a project nor a user.");
        if (input.UserId is not null && input.Kind != OptionScopeKind.User) throw new ScopeInvalidException("A user is named, but the scope is no user.");
        var chain = new List<OptionScope>(8);
        if (input.Kind == OptionScopeKind.User) chain.Add(await UserAsync(input, organization, ct));
        if (input.Kind == OptionScopeKind.Project && input.ProjectId is null) throw new ScopeInvalidException("The scope is a project, but no project is named.");
        if (input.ProjectId is { } project)
        {
            if (input.Kind == OptionScopeKind.User) chain.Add(chain[0] with { ProjectId = null });
            chain.AddRange((await LineageAsync(project, organization, ct)).Reverse().Select(id => new OptionScope(OptionScopeKind.Project, organization, id)));
        }
        if (input.Kind != OptionScopeKind.Instance) chain.Add(new OptionScope(OptionScopeKind.Organization, organization));
        chain.Add(OptionScope.Instance);
        return chain;
    }

    /// <summary>Whether the caller may write at the scope: the instance and the organization are the administrators', a user's own options are everybody's own.</summary>
    /// <exception cref="ForbiddenException">The capability is not held.</exception>
    public void RequireWrite(OptionScope scope)
    {
        var own = scope.Kind == OptionScopeKind.User && scope.UserId == _actor.PrincipalId;
        if (scope.Kind is OptionScopeKind.Instance or OptionScopeKind.Organization || (scope.Kind == OptionScopeKind.User && !own)) _actor.Require("catalog:admin");
    }

    private async Task<OptionScope> UserAsync(OptionScopeInput input, Guid organization, CancellationToken ct)
    {
        var user = input.UserId ?? _actor.PrincipalId ?? throw new ScopeInvalidException("The scope is a user, but no user is named and the caller is none.");
        if (!_known.IsUser(organization, user))
        {
            await using var db = await _databases.CreateDbContextAsync(ct);
            if (!await IsUser.For(db)(db, user, organization, ct)) throw new ScopeInvalidException("There is no such user.");
            _known.AddUser(organization, user);
        }
        return new OptionScope(OptionScopeKind.User, organization, input.ProjectId, user);
    }

    private async Task<IReadOnlyList<Guid>> LineageAsync(Guid projectId, Guid organization, CancellationToken ct)
    {
        if (_known.LineageOf(organization, projectId) is { } known) return known;
        await using var db = await _databases.CreateDbContextAsync(ct);
        var project = await FindProject.For(db)(db, projectId, organization, ct) ?? throw new ScopeInvalidException("There is no such project.");
        var lineage = project.LineageIds();
        _known.Add(organization, projectId, lineage);
        return lineage;
    }
}
