using Microsoft.CodeAnalysis;

namespace GraphQLPlugins.Engine.Generators;

/// <summary>Reads methods with <c>[DataLoader]</c>.</summary>
internal static class LoaderInspector
{
    public static LoaderModel? Inspect(GeneratorAttributeSyntaxContext context)
    {
        if (context.TargetSymbol is not IMethodSymbol method) return null;
        var attribute = context.Attributes[0];
        var findings = new List<Finding>();
        if (method.IsGenericMethod || method.ContainingType.IsGenericOrNestedInGeneric()) findings.Add(Finding.At(Diagnostics.GenericLoader, method, method.Name));
        if (!method.IsStatic || !method.IsReachable()) findings.Add(Finding.At(Diagnostics.MethodNotAccessible, method, method.Name));
        if (method.Parameters.Length == 0 || method.Parameters[0].Type.FullName() == "System.Threading.CancellationToken")
        {
            findings.Add(Finding.At(Diagnostics.KeyParameterMissing, method, method.Name));
            return Broken(findings);
        }
        if (Shape(method) is not { } shape)
        {
            findings.Add(Finding.At(Diagnostics.UnknownLoaderShape, method, method.Name, method.ReturnType.ToDisplayString()));
            return Broken(findings);
        }
        var lookups = LoaderLookups.Of(method, attribute, shape.Key, shape.Value, findings);
        if (findings.Count > 0) return Broken(findings);
        var parameters = method.Parameters.Skip(1).Select(LoaderParameter.Of).ToArray();
        return new LoaderModel(
            method.NamespaceName(),
            NameOf(attribute.ConstructorString(0), method.Name),
            shape.Kind,
            shape.Key.CodeNotNull(),
            shape.Value.CodeNotNull(),
            $"{method.ContainingType.Code()}.{method.Name}",
            shape.Adapts,
            attribute.Named("ServiceScope", 0),
            attribute.Named("AccessModifier", 0),
            shape.Key.IsPublic() && shape.Value.IsPublic(),
            parameters.Select(p => p.Code).ToEquatableArray(),
            parameters.Any(p => p.IsService),
            lookups,
            GroupsOf(method).Concat(GroupsOf(method.ContainingType)).Distinct().ToEquatableArray(),
            EquatableArray<Finding>.Empty);
    }

    private static LoaderModel Broken(List<Finding> findings) =>
        new("", "", LoaderShape.Batch, "", "", "", false, 0, 0, false, EquatableArray<string>.Empty, false, EquatableArray<string>.Empty,
            EquatableArray<string>.Empty, findings.ToEquatableArray());

    private static (LoaderShape Kind, ITypeSymbol Key, ITypeSymbol Value, bool Adapts)? Shape(IMethodSymbol method)
    {
        var first = method.Parameters[0].Type;
        if (method.ReturnType is not INamedTypeSymbol { Arity: 1 } task
            || task.FullName() is not ("System.Threading.Tasks.Task" or "System.Threading.Tasks.ValueTask")) return null;
        var result = task.TypeArguments[0];
        if (ListElement(first) is not { } key) return (LoaderShape.Cache, first, result, false);
        if (Find(result, "System.Linq.ILookup", key) is { } lookup) return (LoaderShape.Group, key, lookup.TypeArguments[1], false);
        if (Find(result, "System.Collections.Generic.IReadOnlyDictionary", key) is { } readOnly) return (LoaderShape.Batch, key, readOnly.TypeArguments[1], false);
        if (Find(result, "System.Collections.Generic.IDictionary", key) is { } dictionary) return (LoaderShape.Batch, key, dictionary.TypeArguments[1], true);
        return null;
    }

    // The key list must be what the engine hands over: IReadOnlyList or what it implements.
    private static ITypeSymbol? ListElement(ITypeSymbol type) =>
        type is INamedTypeSymbol { Arity: 1 } named && named.FullName() is "System.Collections.Generic.IReadOnlyList"
            or "System.Collections.Generic.IReadOnlyCollection" or "System.Collections.Generic.IEnumerable"
            ? ((INamedTypeSymbol)type).TypeArguments[0]
            : null;

    private static INamedTypeSymbol? Find(ITypeSymbol type, string fullName, ITypeSymbol key) =>
        new[] { type as INamedTypeSymbol }.Concat(type.AllInterfaces)
            .FirstOrDefault(i => i is { Arity: 2 } && i.FullName() == fullName && SymbolEqualityComparer.Default.Equals(i.TypeArguments[0], key));

    private static string NameOf(string? given, string method)
    {
        var name = given;
        if (string.IsNullOrEmpty(name))
        {
            name = method;
            if (name.StartsWith("Get", StringComparison.Ordinal) && name.Length > 3) name = name.Substring(3);
            name = Without(name, "Async");
        }
        return Without(name!, "DataLoader") + "DataLoader";
    }

    private static string Without(string name, string tail) =>
        name.Length > tail.Length && name.EndsWith(tail, StringComparison.Ordinal) ? name.Substring(0, name.Length - tail.Length) : name;

    private static IEnumerable<string> GroupsOf(ISymbol symbol) =>
        symbol.Attribute(Names.DataLoaderGroup) is { ConstructorArguments.Length: 1 } attribute
            ? attribute.ConstructorArguments[0].Values.Select(v => v.Value as string).OfType<string>()
            : [];
}
