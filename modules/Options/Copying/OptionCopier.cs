using System.Security.Cryptography;
using System.Text.Json;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Secrets;
using GraphQLPlugins.Kernel.Storage;
using GraphQLPlugins.Options.Definitions;
using GraphQLPlugins.Options.Values;

namespace GraphQLPlugins.Options.Copying;

/// <summary>Which options are meant.</summary>
/// <param name="Keys">These; null: all.</param>
/// <param name="Prefix">Those whose keys start like this; null: all.</param>
internal sealed record OptionFilter(IReadOnlyList<string>? Keys, string? Prefix)
{
    public bool Names(string key) => Keys?.Contains(key, StringComparer.Ordinal) is true;

    public bool Lets(string key) => (Keys is null || Names(key)) && (Prefix is null || key.StartsWith(Prefix, StringComparison.Ordinal));
}

/// <summary>What is to be written at the target.</summary>
/// <param name="Writes">Checked values.</param>
/// <param name="SealedSecrets">Secrets as they are stored at the source.</param>
/// <param name="LeftOut">What is not copied.</param>
internal sealed record ChosenOptions(
    IReadOnlyList<(OptionDefinition Definition, JsonElement? Value)> Writes, IReadOnlyList<OptionValue> SealedSecrets, IReadOnlyList<OptionLeftOut> LeftOut);

/// <summary>Decides what is copied from one option set to another.</summary>
internal sealed class OptionCopier(UnitOfWork work, Actor actor, SecretBox secrets)
{
    /// <exception cref="OptionUnknownException">A named key is not among the source's options.</exception>
    /// <exception cref="OptionsIncompatibleException">The target declares options differently.</exception>
    /// <exception cref="OptionNotEditableException">A named option cannot be set at the target.</exception>
    /// <exception cref="OptionInvalidException">The target's definitions forbid values; all problems are named.</exception>
    /// <exception cref="Kernel.Identity.Authorization.ForbiddenException">Secrets go to another plugin, and the caller is no administrator.</exception>
    public async Task<ChosenOptions> ChooseAsync(PluginDeclaration source, OptionScope from, HeldOptions target, OptionFilter filter, CopyConflict conflict, CancellationToken ct)
    {
        CheckKeys(source, filter);
        var set = await OptionSetReader.StoredAsync(work, actor.OrganizationId, source.ConfKey, [from], ct);
        var stored = set.Where(v => filter.Lets(v.Key)).ToDictionary(v => v.Key, StringComparer.Ordinal);
        var leftOut = new List<OptionLeftOut>();
        var chosen = new List<(OptionDefinition Definition, OptionValue Value)>();
        foreach (var definition in source.Options().Definitions.Where(d => filter.Lets(d.Key)))
        {
            if (!stored.Remove(definition.Key, out var value))
            {
                if (filter.Names(definition.Key)) leftOut.Add(new OptionLeftOut(definition.Key, OptionLeftOutReason.NotSet));
            }
            else if (ReasonAgainst(definition.Key, target, filter, conflict) is { } reason)
            {
                leftOut.Add(new OptionLeftOut(definition.Key, reason));
            }
            else
            {
                chosen.Add((definition, value));
            }
        }
        leftOut.AddRange(stored.Keys.Order(StringComparer.Ordinal).Select(key => new OptionLeftOut(key, OptionLeftOutReason.Undeclared)));
        RequireAlike(source, target.Plugin, chosen);
        return Written(source, target, chosen, leftOut);
    }

    private static void CheckKeys(PluginDeclaration source, OptionFilter filter)
    {
        if (filter.Keys is null) return;
        if (filter.Keys.Count > OptionWriter.MaxWrites) throw new OptionInvalidException([new OptionProblem("", $"One call may name at most {OptionWriter.MaxWrites} options.", "")]);
        var schema = source.Options();
        if (filter.Keys.FirstOrDefault(key => schema.Find(key) is null) is { } unknown) throw new OptionUnknownException(source.PluginId, unknown);
    }

    private static OptionLeftOutReason? ReasonAgainst(string key, HeldOptions target, OptionFilter filter, CopyConflict conflict)
    {
        if (conflict == CopyConflict.Keep && target.Own.ContainsKey(key)) return OptionLeftOutReason.Kept;
        if (target.Plugin.Options().Find(key) is not { } definition || (!definition.ReadOnly && definition.EditableAt.Contains(target.Scope.Kind))) return null;
        return filter.Names(key) ? throw new OptionNotEditableException(key, "only the plugin itself sets it, or it belongs to other scopes.") : OptionLeftOutReason.NotEditable;
    }

    private static void RequireAlike(PluginDeclaration source, PluginDeclaration target, List<(OptionDefinition Definition, OptionValue Value)> chosen)
    {
        var schema = target.Options();
        var different = chosen.Where(c => schema.Find(c.Definition.Key)?.Type != c.Definition.Type).Select(c => c.Definition.Key).ToList();
        if (different.Count > 0) throw new OptionsIncompatibleException(source.PluginId, target.PluginId, different);
    }

    private ChosenOptions Written(PluginDeclaration source, HeldOptions target, List<(OptionDefinition Definition, OptionValue Value)> chosen, IReadOnlyList<OptionLeftOut> leftOut)
    {
        var writes = new List<(OptionDefinition, JsonElement?)>(chosen.Count);
        var sealedSecrets = new List<OptionValue>();
        var problems = new List<OptionProblem>();
        var schema = target.Plugin.Options();
        foreach (var (_, value) in chosen)
        {
            var definition = schema.Find(value.Key)!;
            // A secret is sealed for a prefix: within it the sealed bytes are good as they are.
            if (value.Protected is not null && source.ConfKey == target.Plugin.ConfKey) sealedSecrets.Add(value);
            // What an earlier version declared as a secret stays one.
            else if (value.Protected is not null && !definition.IsSecret) Refuse(definition, "The value was saved as a secret, and the option is none any more; set it again.");
            else if (value.Protected is { } opened) Check(definition, Opened(source, opened));
            else Check(definition, value.Shown);
        }
        return problems.Count == 0 ? new ChosenOptions(writes, sealedSecrets, leftOut) : throw new OptionInvalidException(problems);

        void Check(OptionDefinition definition, JsonElement? value)
        {
            var problem = value is null ? "The secret cannot be opened any more; set it again." : OptionValueCheck.Problem(definition, value.Value);
            if (problem is not null) Refuse(definition, problem);
            writes.Add((definition, value));
        }

        void Refuse(OptionDefinition definition, string problem) => problems.Add(new OptionProblem(definition.Key, problem, OptionWriter.Pointer(definition.Key)));
    }

    /// <summary>The secret, to be sealed for another plugin; null when its key is gone.</summary>
    private JsonElement? Opened(PluginDeclaration source, byte[] sealedSecret)
    {
        actor.Require("catalog:admin");
        try
        {
            return JsonSerializer.SerializeToElement(secrets.Open(sealedSecret, OptionValue.SecretPurpose(source.ConfKey)));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
