using GraphQLPlugins.Engine.Types;

namespace GraphQLPlugins.Engine.TypeSystem.Definitions;

/// <summary>All types of a schema under construction. Conventions look types up here and add their own.</summary>
public interface ITypeRegistry
{
    /// <summary>The schema's options.</summary>
    SchemaOptions Options { get; }

    /// <summary>The application's services.</summary>
    IServiceProvider Services { get; }

    /// <summary>Features of the schema under construction (paging options, filter convention, ...); they end up in <see cref="Schema.Features"/>.</summary>
    FeatureSet Features { get; }

    /// <summary>The definition of this GraphQL name, or null.</summary>
    TypeDefinition? Find(string name);

    /// <summary>Adds a definition. Errors: <see cref="SchemaException"/> HC0065 when the name is taken by another one.</summary>
    void Add(TypeDefinition definition);

    /// <summary>The definition that stands for this reference, inferred and added when needed. Wrappers are ignored.</summary>
    TypeDefinition Resolve(TypeRef reference);

    /// <summary>The GraphQL reference (with list and non-null wrappers) of a CLR type as C# annotates it at this place.</summary>
    /// <param name="type">The CLR type; Task and ValueTask are unwrapped.</param>
    /// <param name="context">Output or input.</param>
    /// <param name="nullability">The nullability of the place, or null when unknown: reference types are nullable then.</param>
    TypeRef Infer(Type type, TypeContext context, System.Reflection.NullabilityInfo? nullability = null);

    /// <summary>The GraphQL name of the type inferred from a CLR type, without adding it.</summary>
    string NameOf(Type type, TypeContext context);

    /// <summary>The convention for names and descriptions.</summary>
    INamingConventions Naming { get; }
}

/// <summary>How CLR names become GraphQL names. Facts: naming.</summary>
public interface INamingConventions
{
    /// <summary>The field name of a property or method.</summary>
    string GetMemberName(System.Reflection.MemberInfo member);

    /// <summary>The argument name of a parameter.</summary>
    string GetArgumentName(System.Reflection.ParameterInfo parameter);

    /// <summary>The name of an enum value.</summary>
    string GetEnumValueName(System.Reflection.FieldInfo value);

    /// <summary>Lower-case start as in fields: URLPath gives urlPath.</summary>
    string FormatFieldName(string name);

    /// <summary>The description of a member, parameter or type from its attribute or XML documentation; null when there is none.</summary>
    string? GetDescription(System.Reflection.ICustomAttributeProvider element);
}
