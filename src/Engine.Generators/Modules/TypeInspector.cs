using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GraphQLPlugins.Engine.Generators;

/// <summary>Reads annotated classes.</summary>
internal static class TypeInspector
{
    public static RegisteredType? Annotated(GeneratorAttributeSyntaxContext context, string attribute)
    {
        if (context.TargetSymbol is not INamedTypeSymbol type || type.IsGenericOrNestedInGeneric()) return null;
        var findings = new List<Finding>();
        var attaches = attribute.EndsWith("`1", StringComparison.Ordinal) && !attribute.Contains("Extend");
        var partial = context.TargetNode is TypeDeclarationSyntax node && node.Modifiers.Any(SyntaxKind.PartialKeyword);
        if (attaches && !partial) findings.Add(Finding.At(Diagnostics.TypeMustBePartial, type, type.Name));
        if (attaches && !type.IsStatic) findings.Add(Finding.At(Diagnostics.TypeMustBeStatic, type, type.Name));
        if (!type.IsReachable()) return findings.Count == 0 ? null : new RegisteredType("", "", null, findings.ToEquatableArray());
        var hook = partial && type.IsStatic ? HookOf(type, context, attribute) : null;
        return new RegisteredType(type.FullName(), type.Code(), hook, findings.ToEquatableArray());
    }

    /// <summary>The class around a member that stands on a root type by itself.</summary>
    public static RegisteredType? Declaring(GeneratorAttributeSyntaxContext context) =>
        context.TargetSymbol.ContainingType is { } type && !type.IsGenericOrNestedInGeneric() && type.IsReachable()
            ? new RegisteredType(type.FullName(), type.Code(), null, EquatableArray<Finding>.Empty)
            : null;

    public static bool CouldBeWritten(SyntaxNode node) =>
        node is ClassDeclarationSyntax { BaseList: not null, TypeParameterList: null } type
        && !type.Modifiers.Any(SyntaxKind.AbstractKeyword) && !type.Modifiers.Any(SyntaxKind.StaticKeyword);

    /// <summary>A class that derives from a schema type, or a loader.</summary>
    public static object? Written(GeneratorSyntaxContext context, CancellationToken cancellationToken)
    {
        if (context.SemanticModel.GetDeclaredSymbol(context.Node, cancellationToken) is not INamedTypeSymbol type) return null;
        if (type.IsAbstract || type.IsGenericOrNestedInGeneric() || !type.IsReachable()) return null;
        if (IsSchemaType(type)) return new RegisteredType(type.FullName(), type.Code(), null, EquatableArray<Finding>.Empty);
        if (!type.AllInterfaces.Any(i => i.FullName() == Names.Loading + ".IDataLoader" && i.Arity == 2)) return null;
        var service = type.AllInterfaces.FirstOrDefault(i => i.Name == "I" + type.Name && i.IsReachable());
        return new WrittenLoader(type.FullName(), (service ?? (ITypeSymbol)type).Code(), type.Code());
    }

    /// <summary>Checks a node resolver's arguments.</summary>
    public static Finding? NodeResolver(GeneratorAttributeSyntaxContext context)
    {
        if (context.TargetSymbol is not IMethodSymbol method) return null;
        var ids = method.Parameters.Where(CanBeId).ToArray();
        if (ids.Length != 1) return Finding.At(Diagnostics.NodeResolverIdCount, method, method.Name, ids.Length.ToString());
        return ids[0].Name == "id" ? null : Finding.At(Diagnostics.NodeResolverIdName, method, method.Name, ids[0].Name);
    }

    private static bool IsSchemaType(INamedTypeSymbol type)
    {
        if (type.AllInterfaces.Any(i => i.FullName() == Names.SchemaType)) return true;
        for (var parent = type.BaseType; parent is not null; parent = parent.BaseType)
        {
            if (parent.Arity == 0 && parent.FullName() == Names.Scalar) return true;
        }
        return false;
    }

    private static bool CanBeId(IParameterSymbol parameter)
    {
        if (parameter.Name == "id" || parameter.GetAttributes().Any(a => a.AttributeClass is { } c && c.FullName() == Names.Id)) return true;
        if (parameter.GetAttributes().Length > 0) return false;
        var type = parameter.Type;
        return type.SpecialType is not (SpecialType.None or SpecialType.System_Object) || type.TypeKind == TypeKind.Enum || type.FullName() == "System.Guid";
    }

    private static Hook? HookOf(INamedTypeSymbol type, GeneratorAttributeSyntaxContext context, string attribute)
    {
        var descriptor = attribute switch
        {
            _ when attribute.EndsWith(".QueryTypeAttribute", StringComparison.Ordinal)
                || attribute.EndsWith(".MutationTypeAttribute", StringComparison.Ordinal)
                || attribute.EndsWith(".SubscriptionTypeAttribute", StringComparison.Ordinal) => "IObjectTypeDescriptor",
            _ when attribute.EndsWith(".ObjectTypeAttribute`1", StringComparison.Ordinal) => "IObjectTypeDescriptor`1",
            _ when attribute.EndsWith(".InterfaceTypeAttribute`1", StringComparison.Ordinal) => "IInterfaceTypeDescriptor`1",
            _ => null,
        };
        if (descriptor is null || context.SemanticModel.Compilation.GetTypeByMetadataName($"{Names.Engine}.Types.{descriptor}") is null) return null;
        var methods = type.GetMembers("Configure").OfType<IMethodSymbol>().Where(m => m.Parameters.Length == 1).ToArray();
        if (methods.Any(m => m.IsPartialDefinition || !IsPartial(m))) return null;
        var code = $"global::{Names.Engine}.Types.{descriptor.Replace("`1", "")}";
        if (descriptor.EndsWith("`1", StringComparison.Ordinal)) code += $"<{context.Attributes[0].AttributeClass!.TypeArguments[0].CodeNotNull()}>";
        var types = new List<string>();
        for (var current = type; current is not null; current = current.ContainingType)
        {
            var kind = current.TypeKind == TypeKind.Struct ? "struct" : current.TypeKind == TypeKind.Interface ? "interface" : current.IsRecord ? "record" : "class";
            types.Insert(0, $"{(current.IsStatic ? "static " : "")}partial {kind} {current.Name}");
        }
        return new Hook(type.NamespaceName(), types.ToEquatableArray(), code, methods.FirstOrDefault()?.Parameters[0].Name ?? "descriptor",
            type.FullName());
    }

    private static bool IsPartial(IMethodSymbol method) =>
        method.DeclaringSyntaxReferences.Any(r => r.GetSyntax() is MethodDeclarationSyntax m && m.Modifiers.Any(SyntaxKind.PartialKeyword));
}
