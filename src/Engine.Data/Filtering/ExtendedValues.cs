using GraphQLPlugins.Engine.Data.Running;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Data.Filtering;

/// <summary>Reads the values of the operations beyond HotChocolate's.</summary>
internal static class ExtendedValues
{
    public static void Read(ref ShapeWriter shape, InputField field, FilterOperation operation, object value)
    {
        switch (operation)
        {
            case FilterOperation.ContainsAnyIgnoringCase or FilterOperation.ContainsNoneIgnoringCase:
                var texts = (string[])FilterValues.ConvertList(value, typeof(string), nullable: false, field, shape.Limits);
                for (var i = 0; i < texts.Length; i++) texts[i] = Pattern(texts[i]);
                Each(ref shape, texts);
                break;
            case FilterOperation.RegexAny:
                var patterns = (string[])FilterValues.ConvertList(value, typeof(string), nullable: false, field, shape.Limits);
                for (var i = 0; i < patterns.Length; i++) patterns[i] = SafeRegex.Check(patterns[i], shape.Limits);
                Each(ref shape, patterns);
                break;
            default:
                var text = (string)FilterValues.Convert(value, typeof(string), shape.Limits);
                shape.Values.Add(operation switch
                {
                    FilterOperation.ContainsIgnoringCase or FilterOperation.NotContainsIgnoringCase => Pattern(text),
                    FilterOperation.Regex => SafeRegex.Check(text, shape.Limits),
                    FilterOperation.Matches => SafeRegex.Anchored(text, shape.Limits),
                    _ => text,
                });
                break;
        }
    }

    /// <summary>One parameter for each text: the database can then use a trigram index for each.</summary>
    private static void Each(ref ShapeWriter shape, string[] texts)
    {
        shape.Operations += texts.Length - 1;
        if (shape.Operations > shape.Limits.MaxFilterOperations)
            throw DataErrors.Limit("The number of operations in a filter", nameof(DataLimits.MaxFilterOperations), shape.Limits.MaxFilterOperations, shape.Operations);
        shape.Write(texts.Length);
        foreach (var text in texts) shape.Values.Add(text);
    }

    /// <summary>A LIKE pattern for texts that contain this one; its own wildcards stand for themselves.</summary>
    public static string Pattern(string text) =>
        "%" + text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal)
            .Replace("_", @"\_", StringComparison.Ordinal).Replace("[", @"\[", StringComparison.Ordinal) + "%";
}
