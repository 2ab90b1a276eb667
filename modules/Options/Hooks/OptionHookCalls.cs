using System.Text.Json;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Options.Definitions;
using GraphQLPlugins.Options.Release;
using GraphQLPlugins.Options.Values;
using GraphQLPlugins.Plugins.Sdk;

namespace GraphQLPlugins.Options.Hooks;

/// <summary>Calls the hooks of a running plugin where its options are written and read.</summary>
internal static class OptionHookCalls
{
    /// <summary>The writes as the plugin wants them.</summary>
    /// <remarks>A rehearsal asks the plugin too, since it is to show what would be saved; the plugin is told that it is one.</remarks>
    /// <exception cref="OptionInvalidException">The plugin refuses values, or rewrites them to what its own definitions forbid; all problems are named.</exception>
    public static async Task<IReadOnlyList<(OptionDefinition Definition, JsonElement? Value)>> RewrittenAsync(
        this PluginCalls calls, Guid organization, PluginOffer hooks, OptionScope scope,
        IReadOnlyList<(OptionDefinition Definition, JsonElement? Value)> writes, IReadOnlyDictionary<string, OptionValue> stored, bool isRehearsal, CancellationToken ct)
    {
        var rewritten = new List<(OptionDefinition, JsonElement?)>(writes.Count);
        var problems = new List<OptionProblem>();
        foreach (var (definition, value) in writes)
        {
            var wanted = value;
            if (value is { } given && IsHooked(hooks.BeforeUpdate, definition.Key) && !OptionWriter.IsUnchanged(definition, stored.GetValueOrDefault(definition.Key), given))
            {
                var outcome = await calls.BeforeUpdateAsync(organization, hooks.PluginId, AccessOf(definition, scope) with { IsRehearsal = isRehearsal }, given, ct);
                if (outcome.IsDone) wanted = OptionValueCheck.Given(definition, outcome.Value);
                if (ProblemOf(definition, outcome) is { } problem) problems.Add(new OptionProblem(definition.Key, definition.IsSecret ? SecretMask.Of(problem, given.GetString()!) : problem, OptionWriter.Pointer(definition.Key)));
            }
            rewritten.Add((definition, wanted));
        }
        return problems.Count == 0 ? rewritten : throw new OptionInvalidException(problems);
    }

    /// <summary>The set as the plugin wants it seen. The etag stays that of what is stored.</summary>
    public static ValueTask<OptionSet> ShownAsync(this PluginCalls calls, Guid organization, OptionScope scope, OptionSet set, CancellationToken ct) =>
        calls.FindWithHooks(organization, set.PluginId) is { OnRead.Count: > 0 } hooks ? new ValueTask<OptionSet>(calls.RewriteAsync(organization, hooks, scope, set, ct)) : new ValueTask<OptionSet>(set);

    public static OptionAccess AccessOf(string key, bool isSecret, OptionScope scope) => new(key, new PluginScope(scope.ProjectId, null, scope.UserId), isSecret);

    /// <summary>The switch is the organization's, not the plugin's.</summary>
    private static bool IsHooked(IReadOnlySet<string> hooked, string key) => key != PluginOptions.EnabledKey && hooked.Contains(key);

    private static OptionAccess AccessOf(OptionDefinition definition, OptionScope scope) => AccessOf(definition.Key, definition.IsSecret, scope);

    private static string? ProblemOf(OptionDefinition definition, PluginOutcome<JsonElement> outcome) => outcome.Status switch
    {
        PluginCallStatus.Refused => outcome.Message,
        PluginCallStatus.Done => OptionValueCheck.Given(definition, outcome.Value) is { } value && OptionValueCheck.Problem(definition, value) is { } problem ? $"The plugin rewrote the value, and what it wrote is not valid: {problem}" : null,
        _ => null,
    };

    private static async Task<OptionSet> RewriteAsync(this PluginCalls calls, Guid organization, PluginOffer hooks, OptionScope scope, OptionSet set, CancellationToken ct)
    {
        var items = new List<IOptionItem>(set.Items.Count);
        foreach (var item in set.Items)
        {
            if (item is not PlainOption plain || !IsHooked(hooks.OnRead, item.Definition.Key))
            {
                items.Add(item);
                continue;
            }
            var outcome = await calls.ReadAsync(organization, hooks.PluginId, AccessOf(plain.Definition, scope), plain.Effective, ct);
            items.Add(outcome.IsDone ? plain.Showing(outcome.Value) : plain);
        }
        return set.With(items);
    }
}
