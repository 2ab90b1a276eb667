using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Kernel.Idempotency;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Identity.Authorization;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Options.Endpoints;
using GraphQLPlugins.Options.Release;
using GraphQLPlugins.Options.Values;
using GraphQLPlugins.Plugins.Sdk;
using MediatR;

namespace GraphQLPlugins.Options.Trials;

/// <summary>The plugin runs and offers no test of its configuration.</summary>
public sealed class PluginNotTestableException(string pluginId) : RefusalException($"The plugin '{pluginId}' offers no test of its configuration.", "pluginId")
{
    /// <summary>The plugin.</summary>
    public string PluginId => pluginId;
}

/// <summary>Lets a plugin try options, saved ones with unsaved ones over them.</summary>
public sealed record RunConfigurationTest(string PluginId, OptionScopeInput? Scope, IReadOnlyList<OptionValueInput>? Values, string? ExpectedEtag) : IRequest<TestPluginConfigurationPayload>;

/// <summary>Notes in the audit that a plugin is about to try options; a plugin's work is outside of every transaction, so the entry comes first.</summary>
internal sealed record TestPluginConfiguration(string PluginId, string Scope, IReadOnlyList<OptionValueInput>? Values, string? ExpectedEtag) : ICommand<bool>
{
    string ICommand.AuditTarget => PluginId;

    string ICommand.AuditScope => Scope;
}

/// <summary>What a plugin found out about options.</summary>
/// <param name="Succeeded">Whether it can work with them.</param>
/// <param name="Message">Its own words, 1,000 characters at most; where they hold a secret of the options, it is masked.</param>
public sealed record TestPluginConfigurationPayload(bool Succeeded, string Message);

[MutationType]
public static partial class TestPluginConfigurationMutation
{
    /// <summary>
    /// Lets a running plugin try its options, such as by logging in somewhere. It need not be switched on at the scope. Nothing is saved; a rehearsal does not
    /// call it. With an idempotency key the plugin is called once and a repeat gets what came of it, also when it failed; what it refuses leaves the key free.
    /// </summary>
    /// <param name="pluginId">The plugin.</param>
    /// <param name="scope">Whose options; the instance when it is left out. It must be writable for the caller.</param>
    /// <param name="values">Values to try instead of the scope's own; null tries without one. They are checked as if they were saved.</param>
    /// <param name="expectedEtag">The ETag that the scope's set must have, to try exactly what was read.</param>
    [Authorize("options:write")]
    [Error<PluginNotFoundException>]
    [Error<PluginNotRunningException>]
    [Error<PluginNotEnabledException>]
    [Error<PluginNotTestableException>]
    [Error<OptionUnknownException>]
    [Error<OptionInvalidException>]
    [Error<OptionNotEditableException>]
    [Error<ScopeInvalidException>]
    [Error<EtagMismatchException>]
    [Error<ForbiddenException>]
    [Error<PluginRefusedException>]
    [Error<PluginFailedException>]
    [Error<UpstreamUnavailableException>]
    public static Task<TestPluginConfigurationPayload> TestPluginConfigurationAsync(
        string pluginId, OptionScopeInput? scope, IReadOnlyList<OptionValueInput>? values, string? expectedEtag, IMediator mediator, CancellationToken ct) =>
        mediator.Send(new RunConfigurationTest(pluginId, scope, values, expectedEtag), ct);
}

internal sealed class TestPluginConfigurationHandler : IRequestHandler<TestPluginConfiguration, bool>
{
    public Task<bool> Handle(TestPluginConfiguration request, CancellationToken cancellationToken) => Task.FromResult(true);
}

internal sealed class RunConfigurationTestHandler(PluginAdmission admission, ScopeChain scopes, OptionTrial trial, PluginCalls calls, OutsideWork outside, Actor actor)
    : IRequestHandler<RunConfigurationTest, TestPluginConfigurationPayload>
{
    public async Task<TestPluginConfigurationPayload> Handle(RunConfigurationTest request, CancellationToken ct)
    {
        var chain = await scopes.ResolveAsync(request.Scope, ct);
        OptionWrite[] unsaved = [.. (request.Values ?? []).Select(v => new OptionWrite(v.Key, v.Value))];
        var note = new TestPluginConfiguration(request.PluginId, chain[0].Key, request.Values, request.ExpectedEtag);
        if (Rehearsal.IsAsked)
        {
            await outside.RehearseAsync(note, async () => await trial.CheckAsync((await AdmitAsync(request.PluginId, chain[0], ct)).Plugin, chain, unsaved, request.ExpectedEtag, ct), ct);
            return new TestPluginConfigurationPayload(false, "A rehearsal does not call the plugin.");
        }
        var (tried, generation) = (default(TriedOptions), 0);
        return Answer(request.PluginId, await outside.OnceAsync(note, TryAsync, CallAsync, came => came.MayHaveActed, calls.CallTimeout, ct));

        async Task TryAsync()
        {
            var (plugin, offer) = await AdmitAsync(request.PluginId, chain[0], ct);
            (tried, generation) = (await trial.SeeAsync(plugin, chain, unsaved, request.ExpectedEtag, ct), offer.Generation);
        }

        async Task<PluginOutcome<ConfigurationTestResult>> CallAsync(CancellationToken token)
        {
            var options = await trial.ReleaseAsync(tried!, generation, token);
            var call = new PluginCall(new PluginCaller(actor.Name, actor.PrincipalId), new PluginScope(chain[0].ProjectId, null, chain[0].UserId), options);
            return Masked(await calls.TestAsync(actor.OrganizationId, request.PluginId, call, token), options);
        }
    }

    private async Task<(PluginDeclaration Plugin, PluginOffer Offer)> AdmitAsync(string pluginId, OptionScope scope, CancellationToken ct)
    {
        var plugin = await admission.RunningAsync(pluginId, ct);
        scopes.RequireWrite(scope);
        var offer = calls.Find(actor.OrganizationId, plugin.PluginId) ?? throw new PluginNotRunningException([plugin.PluginId]);
        return offer.CanTest ? (plugin, offer) : throw new PluginNotTestableException(plugin.PluginId);
    }

    /// <summary>The same without secrets in the plugin's words.</summary>
    private static PluginOutcome<ConfigurationTestResult> Masked(PluginOutcome<ConfigurationTestResult> outcome, OptionValues options) => outcome.Status switch
    {
        PluginCallStatus.Done => outcome with { Value = outcome.Value! with { Message = SecretMask.Of(outcome.Value.Message, options) } },
        PluginCallStatus.Refused => outcome with { Message = SecretMask.Of(outcome.Message!, options) },
        _ => outcome,
    };

    private static TestPluginConfigurationPayload Answer(string pluginId, PluginOutcome<ConfigurationTestResult> outcome) => outcome.Status switch
    {
        PluginCallStatus.Done => new TestPluginConfigurationPayload(outcome.Value!.Succeeded, outcome.Value.Message),
        PluginCallStatus.NotRunning => throw new PluginNotRunningException([pluginId]),
        PluginCallStatus.NotOffered => throw new PluginNotTestableException(pluginId),
        PluginCallStatus.Refused => throw new PluginRefusedException(outcome.Message!),
        PluginCallStatus.Busy or PluginCallStatus.TimedOut => throw new UpstreamUnavailableException($"The plugin '{pluginId}'", outcome.Message!.TrimEnd('.')),
        _ => throw new PluginFailedException(pluginId, outcome.Message!),
    };
}
