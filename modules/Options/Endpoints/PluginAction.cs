using System.Text.Json;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Kernel.Idempotency;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Options.Release;
using GraphQLPlugins.Plugins.Sdk;
using MediatR;

namespace GraphQLPlugins.Options.Endpoints;

/// <summary>Runs an action that a plugin offers.</summary>
public sealed record RunPluginAction(string PluginId, Guid? ProjectId, string Action, JsonElement? Payload) : IRequest<JsonElement?>;

/// <summary>Notes in the audit that an action is about to run; a plugin's work is outside of every transaction, so the entry comes first.</summary>
internal sealed record PluginAction(string PluginId, Guid? ProjectId, string Action, JsonElement? Payload) : ICommand<bool>
{
    string ICommand.AuditTarget => $"{PluginId}:{Action}";

    string? ICommand.AuditScope => ProjectId is { } project ? $"project:{project:N}" : null;
}

/// <summary>The plugin says no; the message is its own.</summary>
public sealed class PluginRefusedException(string message) : RefusalException(message);

/// <summary>The plugin failed, or answered more than it may; the server's log says how.</summary>
public sealed class PluginFailedException(string pluginId, string reason) : RefusalException($"The plugin '{pluginId}' did not do it: {reason}", "pluginId")
{
    /// <summary>The plugin.</summary>
    public string PluginId => pluginId;
}

[MutationType]
public static partial class PluginActionMutation
{
    /// <summary>
    /// Runs an action that a running plugin offers, in a project or in the organization, and gives its answer. What an action does is the plugin's own matter; a
    /// rehearsal does not call it. With an idempotency key the plugin is called once and a repeat gets what came of it, also when it failed; what it refuses leaves the key free.
    /// </summary>
    /// <param name="pluginId">The plugin.</param>
    /// <param name="projectId">Where; the plugin must be enabled there. Without, in the organization.</param>
    /// <param name="action">The action's name.</param>
    /// <param name="payload">What the action asks for.</param>
    [Authorize("options:write")]
    [UseMutationConvention(PayloadFieldName = "result")]
    [Error<PluginNotFoundException>]
    [Error<PluginNotRunningException>]
    [Error<PluginNotEnabledException>]
    [Error<ScopeInvalidException>]
    [Error<ActionNotSupportedException>]
    [Error<PluginRefusedException>]
    [Error<PluginFailedException>]
    [Error<UpstreamUnavailableException>]
    public static Task<JsonElement?> PluginActionAsync(
        string pluginId, [ID("Project")] Guid? projectId, string action, JsonElement? payload, IMediator mediator, CancellationToken ct) =>
        mediator.Send(new RunPluginAction(pluginId, projectId, action, payload), ct);
}

internal sealed class PluginActionHandler : IRequestHandler<PluginAction, bool>
{
    public Task<bool> Handle(PluginAction request, CancellationToken cancellationToken) => Task.FromResult(true);
}

internal sealed class RunPluginActionHandler(PluginAdmission admission, PluginCalls calls, OutsideWork outside, Actor actor) : IRequestHandler<RunPluginAction, JsonElement?>
{
    public async Task<JsonElement?> Handle(RunPluginAction request, CancellationToken ct)
    {
        var scope = new PluginScope(request.ProjectId);
        SeenOptions? seen = null;
        var note = new PluginAction(request.PluginId, request.ProjectId, request.Action, request.Payload);
        // Nobody can take back what a plugin does, so a rehearsal ends before it.
        if (Rehearsal.IsAsked)
        {
            await outside.RehearseAsync(note, AdmitAsync, ct);
            return null;
        }
        var outcome = await outside.OnceAsync(note, AdmitAsync, CallAsync, came => came.MayHaveActed, calls.CallTimeout, ct);
        return outcome.Status switch
        {
            PluginCallStatus.Done => outcome.Value,
            PluginCallStatus.NotRunning or PluginCallStatus.NotOffered => throw NotSupported(request),
            PluginCallStatus.Refused => throw new PluginRefusedException(outcome.Message!),
            PluginCallStatus.Busy or PluginCallStatus.TimedOut => throw new UpstreamUnavailableException($"The plugin '{request.PluginId}'", outcome.Message!.TrimEnd('.')),
            _ => throw new PluginFailedException(request.PluginId, outcome.Message!),
        };

        async Task AdmitAsync()
        {
            seen = await admission.AdmitAsync(request.PluginId, scope, ct);
            if (calls.Find(actor.OrganizationId, request.PluginId)?.Actions.Contains(request.Action) is false) throw NotSupported(request);
        }

        async Task<PluginOutcome<JsonElement?>> CallAsync(CancellationToken token)
        {
            var call = await admission.CallAsync(seen!, scope, token);
            var came = await calls.ActAsync(actor.OrganizationId, request.PluginId, request.Action, call, request.Payload, token);
            return came.Status == PluginCallStatus.Refused ? came with { Message = SecretMask.Of(came.Message!, call.Options) } : came;
        }
    }

    private static ActionNotSupportedException NotSupported(RunPluginAction request) => new($"The plugin '{request.PluginId}' has no action '{request.Action}'.", "action");
}
