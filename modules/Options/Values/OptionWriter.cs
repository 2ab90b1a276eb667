using System.Text.Json;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Secrets;
using GraphQLPlugins.Kernel.Storage;
using GraphQLPlugins.Options.Contracts;
using GraphQLPlugins.Options.Definitions;
using GraphQLPlugins.Options.History;
using GraphQLPlugins.Options.Hooks;
using GraphQLPlugins.Options.Storage;

namespace GraphQLPlugins.Options.Values;

/// <summary>One option to change: a value, or null to unset it.</summary>
internal readonly record struct OptionWrite(string Key, JsonElement? Value);

/// <summary>An option set that nobody else changes until the command ends, nor what the plugin declares.</summary>
/// <param name="Plugin">The plugin.</param>
/// <param name="Chain">The scope and those around it.</param>
/// <param name="Number">The number of the revision that a change makes.</param>
/// <param name="Own">What the scope sets, by key.</param>
internal sealed record HeldOptions(PluginDeclaration Plugin, IReadOnlyList<OptionScope> Chain, int Number, IReadOnlyDictionary<string, OptionValue> Own)
{
    /// <summary>The scope whose set it is.</summary>
    public OptionScope Scope => Chain[0];

    /// <exception cref="EtagMismatchException">Somebody else changed the set.</exception>
    public void Require(string? expectedEtag)
    {
        if (expectedEtag is not null && OptionSetReader.EtagOf(Own.Values) is var actual && actual != expectedEtag) throw new EtagMismatchException(expectedEtag, actual);
    }
}

/// <summary>What was written.</summary>
/// <param name="Changes">What changed, in the order of the writes; empty when all was there already.</param>
/// <param name="Written">The writes as the plugin's hooks left them.</param>
internal sealed record AppliedOptions(IReadOnlyList<OptionChange> Changes, IReadOnlyList<(OptionDefinition Definition, JsonElement? Value)> Written);

/// <summary>Changes an option set as a whole or not at all, inside a command's transaction.</summary>
internal sealed class OptionWriter(
    HeldRows rows, ScopeChain scopes, Actor actor, SecretBox secrets, UnitOfWork work, PluginCalls calls, TimeProvider clock)
{
    /// <summary>The most options that one call may name.</summary>
    public const int MaxWrites = 500;

    /// <summary>Holds a plugin's option set at a scope, once the caller may write there.</summary>
    /// <exception cref="PluginNotFoundException">There is no such plugin, or the catalog has disabled it and a project is named.</exception>
    /// <exception cref="ScopeInvalidException">There is no such scope.</exception>
    /// <exception cref="Kernel.Identity.Authorization.ForbiddenException">The capability is not held.</exception>
    public async Task<HeldOptions> HoldAsync(string pluginId, OptionScopeInput? scopeInput, CancellationToken ct)
    {
        var held = await HoldAnyAsync(pluginId, scopeInput, ct);
        // What the catalog has disabled is no project's to configure (P11).
        return held.Plugin.IsEnabled || held.Scope.ProjectId is null ? held : throw new PluginNotFoundException(pluginId);
    }

    /// <summary>The same, also at a project when the catalog has disabled the plugin.</summary>
    public async Task<HeldOptions> HoldAnyAsync(string pluginId, OptionScopeInput? scopeInput, CancellationToken ct)
    {
        if (!PluginDeclarations.MayExist(pluginId)) throw new PluginNotFoundException(pluginId);
        var chain = await scopes.ResolveAsync(scopeInput, ct);
        scopes.RequireWrite(chain[0]);
        return await rows.HoldPluginAsync(pluginId, chain[0].Key, ct) is var (plugin, number, own) ? new HeldOptions(plugin, chain, number, own) : throw new PluginNotFoundException(pluginId);
    }

    /// <summary>Holds a set and writes to it.</summary>
    /// <exception cref="PluginNotFoundException">There is no such plugin, or the catalog has disabled it and a project is named.</exception>
    /// <exception cref="ScopeInvalidException">There is no such scope.</exception>
    /// <exception cref="Kernel.Identity.Authorization.ForbiddenException">The capability is not held.</exception>
    /// <inheritdoc cref="WriteAsync(HeldOptions, IReadOnlyList{OptionWrite}, string?, CancellationToken)"/>
    public async Task<HeldOptions> WriteAsync(string pluginId, OptionScopeInput? scopeInput, IReadOnlyList<OptionWrite> writes, string? expectedEtag, CancellationToken ct)
    {
        var held = await HoldAsync(pluginId, scopeInput, ct);
        await WriteAsync(held, writes, expectedEtag, ct);
        return held;
    }

    /// <summary>Checks writes and applies them.</summary>
    /// <exception cref="OptionUnknownException">A key is not among the plugin's options.</exception>
    /// <exception cref="OptionNotEditableException">An option cannot be set at this scope.</exception>
    /// <exception cref="OptionInvalidException">A value breaks its definition; all problems are named.</exception>
    /// <exception cref="EtagMismatchException">Somebody else changed the set.</exception>
    public Task<AppliedOptions> WriteAsync(HeldOptions held, IReadOnlyList<OptionWrite> writes, string? expectedEtag, CancellationToken ct)
    {
        var found = Check(held.Plugin, held.Scope, writes, held.Own);
        held.Require(expectedEtag);
        return ApplyAsync(held, found, [], ct);
    }

    /// <summary>Applies writes whose keys and values were checked, and secrets of the same prefix as they are sealed elsewhere.</summary>
    public async Task<AppliedOptions> ApplyAsync(
        HeldOptions held, IReadOnlyList<(OptionDefinition Definition, JsonElement? Value)> writes, IReadOnlyList<OptionValue> sealedSecrets, CancellationToken ct)
    {
        var (plugin, scope, own) = (held.Plugin, held.Scope, held.Own);
        CheckMasks(writes, own);
        var hooks = calls.FindWithHooks(actor.OrganizationId, plugin.PluginId);
        if (hooks is not null) writes = await calls.RewrittenAsync(actor.OrganizationId, hooks, scope, writes, own, work.IsRehearsal, ct);
        var changes = new List<OptionChange>();
        var now = clock.Now();
        foreach (var (definition, value) in writes)
        {
            if (Change(plugin.ConfKey, scope, definition, own.GetValueOrDefault(definition.Key), value, now) is { } change) changes.Add(change);
        }
        foreach (var secret in sealedSecrets)
        {
            if (Copy(plugin.ConfKey, scope, secret, own.GetValueOrDefault(secret.Key), now) is { } change) changes.Add(change);
        }
        if (changes.Count == 0) return new AppliedOptions(changes, writes);
        rows.Add(new OptionRevision(actor.OrganizationId, plugin.ConfKey, scope, held.Number, changes, actor.Name, now));
        work.AfterCommit(new OptionsChanged(actor.OrganizationId, plugin.ConfKey, scope.Key, [.. changes.Select(c => c.Key)]));
        if (hooks?.AfterUpdate.Count > 0) work.AfterCommit(new HookedOptionsSaved(actor.OrganizationId, plugin.PluginId, scope, changes));
        return new AppliedOptions(changes, writes);
    }

    private OptionChange? Change(string confKey, OptionScope scope, OptionDefinition definition, OptionValue? stored, JsonElement? value, DateTimeOffset now)
    {
        var before = stored is null || definition.IsSecret || stored.Protected is not null ? (JsonElement?)null : stored.Shown;
        if (value is null)
        {
            if (stored is null) return null;
            rows.Remove(stored);
            return new OptionChange(definition.Key, OptionChangeKind.Unset, definition.IsSecret, before, null);
        }
        if (IsUnchanged(definition, stored, value.Value)) return null;
        Write(confKey, scope, definition.Key, stored, now, written =>
        {
            if (!definition.IsSecret)
            {
                written.Set(value.Value, actor.Name, now);
                return;
            }
            var text = value.Value.GetString()!;
            written.SetSecret(secrets.Seal(text, OptionValue.SecretPurpose(confKey)), SecretBox.Hint(text), actor.Name, now);
        });
        return new OptionChange(definition.Key, OptionChangeKind.Set, definition.IsSecret, before, definition.IsSecret ? null : value);
    }

    private OptionChange? Copy(string confKey, OptionScope scope, OptionValue secret, OptionValue? stored, DateTimeOffset now)
    {
        if (stored?.Protected is { } same && same.AsSpan().SequenceEqual(secret.Protected)) return null;
        Write(confKey, scope, secret.Key, stored, now, written => written.SetSecret(secret.Protected!, secret.Hint, actor.Name, now));
        return new OptionChange(secret.Key, OptionChangeKind.Set, IsSecret: true, null, null);
    }

    private void Write(string confKey, OptionScope scope, string key, OptionValue? stored, DateTimeOffset now, Action<OptionValue> set)
    {
        if (stored is not null)
        {
            var before = HeldRows.DigestText(stored);
            set(stored);
            rows.Change(stored, before);
            return;
        }
        var added = new OptionValue(actor.OrganizationId, confKey, scope, key, now);
        set(added);
        rows.Add(added);
    }

    /// <summary>The definitions of what is written, once every key and value was found to be allowed at the scope. What is there already is left out, allowed or not (G56).</summary>
    internal static List<(OptionDefinition Definition, JsonElement? Value)> Check(
        PluginDeclaration plugin, OptionScope scope, IReadOnlyList<OptionWrite> writes, IReadOnlyDictionary<string, OptionValue> own)
    {
        if (writes.Count > MaxWrites) throw new OptionInvalidException([new OptionProblem("", $"One call may change at most {MaxWrites} options.", "")]);
        var schema = plugin.Options();
        var found = new List<(OptionDefinition, JsonElement?)>(writes.Count);
        var problems = new List<OptionProblem>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var write in writes)
        {
            var definition = schema.Find(write.Key) ?? throw new OptionUnknownException(plugin.PluginId, write.Key);
            if (!seen.Add(write.Key)) problems.Add(new OptionProblem(write.Key, "The option is named twice.", Pointer(write.Key)));
            var value = OptionValueCheck.Given(definition, write.Value);
            if (IsKept(definition, own.GetValueOrDefault(write.Key), value)) continue;
            if (definition.ReadOnly) throw new OptionNotEditableException(write.Key, "only the plugin itself sets it.");
            if (!definition.EditableAt.Contains(scope.Kind)) throw new OptionNotEditableException(write.Key, $"it may be set at {definition.EditableAtText}.");
            if (value is { } given && OptionValueCheck.Problem(definition, given) is { } problem) problems.Add(new OptionProblem(write.Key, problem, Pointer(write.Key)));
            found.Add((definition, value));
        }
        return problems.Count == 0 ? found : throw new OptionInvalidException(problems);
    }

    /// <summary>A form that sends back what it shows in a secret's place must not overwrite the secret with it.</summary>
    internal static void CheckMasks(IReadOnlyList<(OptionDefinition Definition, JsonElement? Value)> writes, IReadOnlyDictionary<string, OptionValue> own)
    {
        foreach (var (definition, value) in writes)
        {
            if (!definition.IsSecret || value is null) continue;
            if (SecretBox.IsMask(value.Value.GetString()!, own.GetValueOrDefault(definition.Key)?.Hint))
                throw new OptionInvalidException([new OptionProblem(definition.Key, "The value is a mask, not a secret; leave the option out to keep its value.", Pointer(definition.Key))]);
        }
    }

    /// <summary>Whether a write leaves everything as it is. A form leaves a secret's input blank to keep what is saved.</summary>
    internal static bool IsKept(OptionDefinition definition, OptionValue? stored, JsonElement? value) => value is not { } given ? stored is null
        : definition.IsSecret ? given.ValueKind == JsonValueKind.String && given.ValueEquals("")
        : IsUnchanged(definition, stored, given);

    /// <summary>Writing what is there already changes nothing (G56); whether a secret is the same cannot be told.</summary>
    internal static bool IsUnchanged(OptionDefinition definition, OptionValue? stored, JsonElement value) =>
        stored is { Protected: null } && !definition.IsSecret && JsonElement.DeepEquals(stored.Shown, value);

    internal static string Pointer(string key) => "/" + key.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
