namespace GraphQLPlugins.Engine.Data.Fields;

/// <summary>The names of inputs that are made by hand.</summary>
internal static class InputTypeNames
{
    /// <summary>The class's name without <c>Type</c>, or the inferred name when the library's class is used as it is.</summary>
    public static string Of(Type type, Type library, string inferred)
    {
        if (type == library) return inferred;
        return type.Name.EndsWith("Type", StringComparison.Ordinal) ? type.Name[..^4] : type.Name;
    }
}
