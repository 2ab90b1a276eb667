using System.Text.Json;
using System.Text.Json.Nodes;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Integrations.Apps;
using GraphQLPlugins.Integrations.FirstParty;
using GraphQLPlugins.Integrations.Forms;
using GraphQLPlugins.Integrations.Providers;
using GraphQLPlugins.Integrations.Storage;
using GraphQLPlugins.Kernel.Egress;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Identity.Authorization;
using GraphQLPlugins.Kernel.Identity.Tokens;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Secrets;
using GraphQLPlugins.Kernel.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.Setup;

/// <summary>Takes one step of a setup.</summary>
public sealed record AdvanceIntegrationSetup(string State, JsonElement? Values) : ICommand<AdvanceIntegrationSetupPayload>
{
    /// <inheritdoc/>
    public override string ToString() => nameof(AdvanceIntegrationSetup);
}

/// <summary>A step that was taken.</summary>
/// <param name="Setup">What is next.</param>
/// <param name="Integration">The integration, when the setup is done.</param>
public sealed record AdvanceIntegrationSetupPayload(IntegrationSetupProgress Setup, OrganizationIntegration? Integration);

/// <summary>The state is unknown, too old, used already, or somebody else's. Start again.</summary>
public sealed class SetupStateInvalidException() : RefusalException("The state is unknown, too old, used already, or somebody else's. Start again with startIntegrationSetup.", "state");

[MutationType]
public static partial class AdvanceIntegrationSetupMutation
{
    /// <summary>Takes the next step of a setup. Each state is good once; values that do not fit the step's fields leave it good.</summary>
    /// <param name="state">As the step before, or the vendor, gave it.</param>
    /// <param name="values">What the step's fields ask for: an object.</param>
    [Authorize("integrations:write")]
    [Error<SetupStateInvalidException>]
    [Error<SetupRefusedException>]
    [Error<FormInvalidException>]
    [Error<InputInvalidException>]
    [Error<IntegrationProviderNotFoundException>]
    [Error<IntegrationNotConfiguredException>]
    [Error<IntegrationNotFoundException>]
    [Error<IntegrationMismatchException>]
    [Error<IdentityInUseException>]
    [Error<FeatureDisabledException>]
    [Error<AppSlugTakenException>]
    [Error<ScopeExceedsRequesterException>]
    [Error<ForbiddenException>]
    [Error<UrlNotAllowedException>]
    [Error<ProviderUnauthorizedException>, Error<ProviderRateLimitedException>, Error<ProviderConflictException>]
    [Error<ProviderUnreachableException>, Error<ProviderTimeoutException>, Error<ProviderBadResponseException>]
    public static Task<AdvanceIntegrationSetupPayload> AdvanceIntegrationSetupAsync(string state, JsonElement? values, IMediator mediator, CancellationToken ct) =>
        mediator.Send(new AdvanceIntegrationSetup(state, values), ct);
}

/// <summary>What a step gave, between the vendor's answer and the transaction that keeps it.</summary>
internal sealed class TakenStep
{
    public IIntegrationProvider Provider { get; set; } = null!;

    public SetupSession Session { get; set; } = null!;

    public SetupContext Context { get; set; } = null!;

    /// <summary>Null while there are more steps.</summary>
    public BuiltIntegration? Built { get; set; }
}

/// <summary>
/// Asks the vendor, before the transaction. The state is taken away before that, so that it is good once whatever the vendor answers; a rehearsal only looks
/// whether it is good.
/// </summary>
internal sealed class AdvanceIntegrationSetupPreparation(
    IDbContextFactory<IntegrationsDb> contexts, IntegrationProviders providers, SecretBox secrets, IntegrationsOptions options, FeatureGate gate, Actor actor, TakenStep taken, UnitOfWork work, TimeProvider clock)
    : IPreparation<AdvanceIntegrationSetup>
{
    public async Task PrepareAsync(AdvanceIntegrationSetup command, CancellationToken ct)
    {
        var owner = SetupOwner.Of(actor);
        var hash = SetupSession.Hash(command.State);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var mine = db.SetupSessions.Where(s => s.StateHash == hash && s.OrganizationId == owner.OrganizationId && s.Owner == owner.Key);
        if (await mine.FirstOrDefaultAsync(ct) is not { } session || session.ExpiresAt < clock.Now()) throw new SetupStateInvalidException();
        var provider = providers.Require(session.Provider);
        var context = session.Context(command.State, options.RedirectUrl, secrets);
        var step = provider.Steps[session.Step];
        var values = FormCheck.ObjectOf(command.Values, "values");
        var fields = step.Show(context).Fields;
        // Vendors put more into their answers than anybody asked for.
        foreach (var name in values.Select(v => v.Key).Where(name => fields.All(f => f.Name != name)).ToList()) values.Remove(name);
        FormCheck.Check(fields, values, gate, isWhole: true, "values");
        (taken.Provider, taken.Session, taken.Context) = (provider, session, context);
        if (work.IsRehearsal) return;
        // Of two that come at once, one deletes the row.
        if (await mine.ExecuteDeleteAsync(ct) == 0) throw new SetupStateInvalidException();
        await step.TakeAsync(context, values, ct);
        if (SetupSteps.NextOf(provider, context, session.Step + 1) is null) taken.Built = await provider.BuildAsync(context, ct);
    }
}

internal sealed class AdvanceIntegrationSetupHandler(TakenStep taken, SetupSteps steps, IntegrationInstaller installer, UnitOfWork work) : IRequestHandler<AdvanceIntegrationSetup, AdvanceIntegrationSetupPayload>
{
    public async Task<AdvanceIntegrationSetupPayload> Handle(AdvanceIntegrationSetup request, CancellationToken ct)
    {
        if (work.IsRehearsal)
            return new AdvanceIntegrationSetupPayload(SetupSteps.Show(taken.Provider, taken.Session.Step, taken.Context, taken.Session.ExpiresAt), null);
        if (taken.Built is { } built)
            return new AdvanceIntegrationSetupPayload(SetupSteps.Done(taken.Provider), await installer.InstallAsync(taken.Provider, built, taken.Session.Reinstalls, ct));
        return new AdvanceIntegrationSetupPayload(steps.Continue(taken.Provider, taken.Session, taken.Context)!, null);
    }
}
