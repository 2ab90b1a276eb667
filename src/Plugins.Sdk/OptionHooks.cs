using System.Text.Json;

namespace GraphQLPlugins.Plugins.Sdk;

/// <summary>An option that is being written or read.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Scope">The scope at which it is written, or from which it is read.</param>
/// <param name="IsSecret">Whether it is a secret.</param>
public sealed record OptionAccess(string Key, PluginScope Scope, bool IsSecret)
{
    /// <summary>Whether nothing is saved, whatever comes of it: the caller rehearses a change, or tries values.</summary>
    public bool IsRehearsal { get; init; }
}

/// <summary>
/// A value before it is saved. It is also asked in rehearsals (<see cref="OptionAccess.IsRehearsal"/>), which show what would be saved, and a change may still
/// fail afterwards: work that cannot be taken back belongs into <see cref="OptionHooks.AfterUpdate"/>.
/// </summary>
/// <returns>The value to save instead, or the same one.</returns>
/// <exception cref="PluginRefusalException">The value is not acceptable; nothing is saved then.</exception>
public delegate Task<JsonElement> BeforeOptionUpdate(OptionAccess option, JsonElement value, CancellationToken cancellationToken);

/// <summary>A value that counts at a scope, before somebody sees it; null when none does. Secrets are never read, so they have no such hook.</summary>
/// <returns>The value to show instead, or the same one.</returns>
public delegate Task<JsonElement?> OnOptionRead(OptionAccess option, JsonElement? value, CancellationToken cancellationToken);

/// <summary>A change after it was saved; null stands for unset, and for both values of a secret.</summary>
public delegate Task AfterOptionUpdate(OptionAccess option, JsonElement? oldValue, JsonElement? newValue, CancellationToken cancellationToken);

/// <summary>How a plugin takes part in writing and reading one option. A hook that fails is logged and passed over.</summary>
public sealed record OptionHooks
{
    /// <summary>May rewrite or refuse a value before it is saved; called for values that differ from what is stored.</summary>
    public BeforeOptionUpdate? BeforeUpdate { get; init; }

    /// <summary>May rewrite a value that is read.</summary>
    public OnOptionRead? OnRead { get; init; }

    /// <summary>Hears of a value that was set or unset, once that is saved.</summary>
    public AfterOptionUpdate? AfterUpdate { get; init; }
}
