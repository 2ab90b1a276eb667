using Microsoft.CodeAnalysis;

namespace GraphQLPlugins.Engine.Generators;

internal static class SymbolExtensions
{
    private static readonly SymbolDisplayFormat WithNullability = SymbolDisplayFormat.FullyQualifiedFormat
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    private static readonly SymbolDisplayFormat Metadata = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces);

    /// <summary>The type as code: <c>global::</c>, keywords, nullable annotations.</summary>
    public static string Code(this ITypeSymbol type) => type.ToDisplayString(WithNullability);

    /// <summary>The type as code, without the outermost <c>?</c> of a reference type.</summary>
    public static string CodeNotNull(this ITypeSymbol type) => type.WithNullableAnnotation(NullableAnnotation.NotAnnotated).Code();

    /// <summary>The dotted name without type arguments.</summary>
    public static string FullName(this ITypeSymbol type) => type.OriginalDefinition.ToDisplayString(Metadata);

    public static string NamespaceName(this ISymbol symbol) =>
        symbol.ContainingNamespace is { IsGlobalNamespace: false } ns ? ns.ToDisplayString() : "";

    public static AttributeData? Attribute(this ISymbol symbol, string fullName) =>
        symbol.GetAttributes().FirstOrDefault(a => a.AttributeClass is { } c && c.FullName() == fullName);

    public static T? Named<T>(this AttributeData attribute, string name, T? fallback = default) =>
        attribute.NamedArguments.FirstOrDefault(a => a.Key == name) is { Key: not null } found && found.Value.Value is T value ? value : fallback;

    public static string? ConstructorString(this AttributeData attribute, int index) =>
        attribute.ConstructorArguments.Length > index ? attribute.ConstructorArguments[index].Value as string : null;

    /// <summary>Whether code elsewhere in the assembly may name the symbol.</summary>
    public static bool IsReachable(this ISymbol symbol)
    {
        for (var current = symbol; current is not null and not INamespaceSymbol; current = current.ContainingSymbol)
        {
            if (current.DeclaredAccessibility is Accessibility.Private or Accessibility.Protected or Accessibility.ProtectedAndInternal) return false;
        }
        return true;
    }

    /// <summary>Whether code of other assemblies may name the type, its arguments included.</summary>
    public static bool IsPublic(this ITypeSymbol type)
    {
        if (type is IArrayTypeSymbol array) return array.ElementType.IsPublic();
        if (type is INamedTypeSymbol named && !named.TypeArguments.All(IsPublic)) return false;
        for (var current = (ISymbol)type; current is ITypeSymbol; current = current.ContainingSymbol)
        {
            if (current.DeclaredAccessibility is not (Accessibility.Public or Accessibility.NotApplicable)) return false;
        }
        return true;
    }

    public static bool IsGenericOrNestedInGeneric(this INamedTypeSymbol? type)
    {
        for (; type is not null; type = type.ContainingType)
        {
            if (type.TypeParameters.Length > 0) return true;
        }
        return false;
    }
}
