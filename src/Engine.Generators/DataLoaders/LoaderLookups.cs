using Microsoft.CodeAnalysis;

namespace GraphQLPlugins.Engine.Generators;

/// <summary>Reads <c>Lookups</c>: methods beside the loader's that give the key of a value loaded by another loader.</summary>
internal static class LoaderLookups
{
    public static EquatableArray<string> Of(IMethodSymbol method, AttributeData attribute, ITypeSymbol key, ITypeSymbol value, List<Finding> findings)
    {
        var names = attribute.NamedArguments.FirstOrDefault(a => a.Key == "Lookups").Value;
        if (names.Kind != TypedConstantKind.Array || names.IsNull) return EquatableArray<string>.Empty;
        var statements = new List<string>();
        foreach (var name in names.Values.Select(v => v.Value as string).OfType<string>())
        {
            var found = method.ContainingType.GetMembers(name).OfType<IMethodSymbol>()
                .Select(m => Statement(m, key, value)).OfType<string>().ToArray();
            if (found.Length == 0) findings.Add(Finding.At(Diagnostics.UnknownLookup, method, method.Name, name));
            statements.AddRange(found);
        }
        return statements.ToEquatableArray();
    }

    private static string? Statement(IMethodSymbol lookup, ITypeSymbol key, ITypeSymbol value)
    {
        if (!lookup.IsStatic || !lookup.IsReachable() || lookup.Parameters.Length != 1) return null;
        var observed = lookup.Parameters[0].Type.CodeNotNull();
        var call = $"{lookup.ContainingType.Code()}.{lookup.Name}(observed)";
        var entry = $"global::System.Collections.Generic.KeyValuePair<{key.CodeNotNull()}, {value.CodeNotNull()}>";
        var returned = Unwrap(lookup.ReturnType);
        if (returned is INamedTypeSymbol { Arity: 2 } pair && pair.FullName() == "System.Collections.Generic.KeyValuePair")
            return $"Observe<{observed}>(static observed => {call});";
        return SymbolEqualityComparer.Default.Equals(returned, Unwrap(key)) && SymbolEqualityComparer.Default.Equals(lookup.Parameters[0].Type, value)
            ? $"Observe<{observed}>(static observed => {call} is {{ }} key ? new {entry}(key, observed) : null);"
            : null;
    }

    private static ITypeSymbol Unwrap(ITypeSymbol type) =>
        type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T ? ((INamedTypeSymbol)type).TypeArguments[0] : type;
}
