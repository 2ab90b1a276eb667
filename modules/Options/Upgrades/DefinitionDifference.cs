using System.Text.Json;
using GraphQLPlugins.Options.Definitions;

namespace GraphQLPlugins.Options.Upgrades;

/// <summary>How the options of two versions of a plugin differ, whatever is stored of them.</summary>
internal sealed class DefinitionDifference
{
    private DefinitionDifference()
    {
    }

    public required IReadOnlyList<string> Added { get; init; }

    public required IReadOnlyList<string> Removed { get; init; }

    public required IReadOnlyList<string> Retyped { get; init; }

    public required IReadOnlyList<string> NowRequired { get; init; }

    public required IReadOnlyList<string> NowSecret { get; init; }

    /// <summary>Options of which a value, or its absence, may count otherwise than before.</summary>
    public required IReadOnlyList<string> Affected { get; init; }

    public bool IsEmpty => Affected.Count == 0 && NowRequired.Count == 0;

    public static DefinitionDifference Of(OptionSchema before, OptionSchema after)
    {
        var both = after.Definitions.Select(now => (Then: before.Find(now.Key), Now: now)).Where(pair => pair.Then is not null).Select(pair => (Then: pair.Then!, pair.Now)).ToList();
        string[] added = [.. after.Definitions.Where(now => before.Find(now.Key) is null).Select(now => now.Key)];
        string[] removed = [.. before.Definitions.Where(then => after.Find(then.Key) is null).Select(then => then.Key)];
        return new DefinitionDifference
        {
            Added = added,
            Removed = removed,
            Retyped = [.. both.Where(pair => pair.Then.Type != pair.Now.Type).Select(pair => pair.Now.Key)],
            NowRequired = [.. after.Definitions.Where(now => now.Required && before.Find(now.Key) is not { Required: true }).Select(now => now.Key)],
            NowSecret = [.. both.Where(pair => pair.Now.IsSecret && !pair.Then.IsSecret).Select(pair => pair.Now.Key)],
            Affected = [.. added, .. removed, .. both.Where(pair => CountsOtherwise(pair.Then, pair.Now)).Select(pair => pair.Now.Key)],
        };
    }

    private static bool CountsOtherwise(OptionDefinition then, OptionDefinition now) =>
        then.Type != now.Type || then.Inheritable != now.Inheritable || then.Inheritance != now.Inheritance || !Same(then.Default, now.Default);

    private static bool Same(JsonElement? left, JsonElement? right) => left is null || right is null ? left is null && right is null : JsonElement.DeepEquals(left.Value, right.Value);
}
