using GraphQLPlugins.Integrations.FirstParty;
using GraphQLPlugins.Integrations.Providers;
using GraphQLPlugins.Integrations.Storage;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Secrets;
using GraphQLPlugins.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.Setup;

/// <summary>How far a setup has come.</summary>
/// <param name="Provider">What is set up.</param>
/// <param name="State">What the next step is taken with; good once. Vendors give it back. Null when the setup is done.</param>
/// <param name="Step">What is to be done next; null when the setup is done.</param>
/// <param name="StepNumber">Which of the steps that is, counted from one.</param>
/// <param name="StepCount">How many there are at most.</param>
/// <param name="ExpiresAt">When it is too late; null when the setup is done.</param>
public sealed record IntegrationSetupProgress(IntegrationProvider Provider, string? State, SetupStep? Step, int StepNumber, int StepCount, DateTimeOffset? ExpiresAt);

/// <summary>An address of the caller's organization has the setup's answer.</summary>
internal sealed class SetupSteps(IntegrationsDb db, Actor actor, SecretBox secrets, IntegrationsOptions options, TimeProvider clock)
{
    // Somebody who starts over and over does not fill the table.
    private const int MaxPending = 10;

    /// <summary>Begins a setup.</summary>
    public async Task<IntegrationSetupProgress> BeginAsync(IIntegrationProvider provider, Guid? reinstalls, CancellationToken ct)
    {
        var (owner, now) = (SetupOwner.Of(actor), clock.Now());
        await db.SetupSessions.Where(s => s.ExpiresAt < now).ExecuteDeleteAsync(ct);
        db.RemoveRange(await db.SetupSessions.Where(s => s.OrganizationId == owner.OrganizationId && s.Owner == owner.Key).OrderByDescending(s => s.ExpiresAt).Skip(MaxPending - 1).ToListAsync(ct));
        var context = new SetupContext(SecretBox.Generate(), SecretBox.Generate(), options.RedirectUrl, []);
        return Offer(provider, NextOf(provider, context, 0)!.Value, reinstalls, context, now + options.SetupTime);
    }

    /// <summary>The step after one, under a state of its own; null when there is none.</summary>
    public IntegrationSetupProgress? Continue(IIntegrationProvider provider, SetupSession taken, SetupContext learnt)
    {
        var context = new SetupContext(SecretBox.Generate(), learnt.Verifier, options.RedirectUrl, learnt.Data);
        return NextOf(provider, context, taken.Step + 1) is { } next ? Offer(provider, next, taken.Reinstalls, context, taken.ExpiresAt) : null;
    }

    /// <summary>What a setup shows at one of its steps.</summary>
    public static IntegrationSetupProgress Show(IIntegrationProvider provider, int step, SetupContext context, DateTimeOffset expiresAt) =>
        new(provider.Info, context.State, provider.Steps[step].Show(context), step + 1, provider.Steps.Count, expiresAt);

    /// <summary>A setup that is done.</summary>
    public static IntegrationSetupProgress Done(IIntegrationProvider provider) => new(provider.Info, null, null, provider.Steps.Count, provider.Steps.Count, null);

    private IntegrationSetupProgress Offer(IIntegrationProvider provider, int step, Guid? reinstalls, SetupContext context, DateTimeOffset expiresAt)
    {
        db.Add(new SetupSession(SetupOwner.Of(actor), provider.Info.Key, step, reinstalls, context, secrets, expiresAt));
        return Show(provider, step, context, expiresAt);
    }

    public static int? NextOf(IIntegrationProvider provider, SetupContext context, int from)
    {
        for (var i = from; i < provider.Steps.Count; i++)
            if (provider.Steps[i].IsNeeded(context)) return i;
        return null;
    }
}
