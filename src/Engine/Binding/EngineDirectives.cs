using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.Types;
using GraphQLPlugins.Engine.TypeSystem;
using GraphQLPlugins.Engine.TypeSystem.Definitions;

namespace GraphQLPlugins.Engine.Binding;

/// <summary>The directives that the engine adds to those of the specification: the incremental ones by option, the others where they are used.</summary>
internal static class EngineDirectives
{
    public static void AddTo(SchemaDefinition schema, SchemaOptions options)
    {
        if (options.EnableDefer) Add(schema, Defer());
        if (options.EnableStream) Add(schema, Stream());
        var used = Used(schema);
        if (used.Contains("cost")) Add(schema, Cost());
        if (used.Contains("listSize")) Add(schema, ListSize());
        if (used.Contains("tag"))
        {
            if (options.EnableTag) Add(schema, Tag());
            else Remove(schema, "tag");
        }
        if (options.RemoveUnusedTypeSystemDirectives)
            schema.Directives.RemoveAll(d => (d.Locations & DirectiveLocation.Executable) == 0 && !used.Contains(d.Name));
    }

    private static void Add(SchemaDefinition schema, DirectiveTypeDefinition directive)
    {
        if (schema.Directives.TrueForAll(d => d.Name != directive.Name)) schema.Directives.Add(directive);
    }

    private static HashSet<string> Used(SchemaDefinition schema)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var directives in Places(schema))
        {
            foreach (var directive in directives) names.Add(directive.Name);
        }
        return names;
    }

    private static void Remove(SchemaDefinition schema, string name)
    {
        foreach (var directives in Places(schema))
        {
            if (directives is List<AppliedDirective> list) list.RemoveAll(d => d.Name == name);
        }
    }

    private static IEnumerable<IReadOnlyList<AppliedDirective>> Places(SchemaDefinition schema)
    {
        yield return schema.AppliedDirectives;
        foreach (var type in schema.Types)
        {
            yield return type.Directives;
            switch (type)
            {
                case ComplexTypeDefinition complex:
                    foreach (var field in complex.Fields)
                    {
                        yield return field.Directives;
                        foreach (var argument in field.Arguments) yield return argument.Directives;
                    }
                    break;
                case InputObjectTypeDefinition input:
                    foreach (var field in input.Fields) yield return field.Directives;
                    break;
                case EnumTypeDefinition enumeration:
                    foreach (var value in enumeration.Values) yield return value.Directives;
                    break;
            }
        }
    }

    private static InputFieldDefinition Argument(string name, TypeRef type, string description, IValueNode? defaultValue = null) =>
        new() { Name = name, Type = type, Description = description, DefaultValue = defaultValue };

    private static TypeRef Named(string name) => TypeRef.Named(name);

    private static TypeRef Strings => TypeRef.ListOf(TypeRef.NonNull(Named("String")));

    private static DirectiveTypeDefinition Cost() => new()
    {
        Name = "cost",
        Description = "The purpose of the `cost` directive is to define a `weight` for GraphQL types, fields, and arguments. Static analysis can use these weights when calculating the overall cost of a query or response.",
        Locations = DirectiveLocation.Scalar | DirectiveLocation.Object | DirectiveLocation.FieldDefinition | DirectiveLocation.ArgumentDefinition
            | DirectiveLocation.Enum | DirectiveLocation.InputFieldDefinition,
        Arguments =
        {
            Argument("weight", TypeRef.NonNull(Named("String")),
                "The `weight` argument defines what value to add to the overall cost for every appearance, or possible appearance, of a type, field, argument, etc."),
        },
    };

    private static DirectiveTypeDefinition ListSize() => new()
    {
        Name = "listSize",
        Description = "The purpose of the `@listSize` directive is to either inform the static analysis about the size of returned lists (if that information is statically available), or to point the analysis to where to find that information.",
        Locations = DirectiveLocation.FieldDefinition,
        Arguments =
        {
            Argument("assumedSize", Named("Int"), "The `assumedSize` argument can be used to statically define the maximum length of a list returned by a field."),
            Argument("slicingArguments", Strings,
                "The `slicingArguments` argument can be used to define which of the field's arguments with numeric type are slicing arguments, so that their value determines the size of the list returned by that field. It may specify a list of multiple slicing arguments."),
            Argument("slicingArgumentDefaultValue", Named("Int"),
                "The `slicingArgumentDefaultValue` argument can be used to define a default value for a slicing argument, which is used if the argument is not present in a query."),
            Argument("sizedFields", Strings,
                "The `sizedFields` argument can be used to define that the value of the `assumedSize` argument or of a slicing argument does not affect the size of a list returned by a field itself, but that of a list returned by one of its sub-fields."),
            Argument("requireOneSlicingArgument", TypeRef.NonNull(Named("Boolean")),
                "The `requireOneSlicingArgument` argument can be used to inform the static analysis that it should expect that exactly one of the defined slicing arguments is present in a query. If that is not the case (i.e., if none or multiple slicing arguments are present), the static analysis may throw an error.",
                BooleanValueNode.True),
        },
    };

    private static DirectiveTypeDefinition Defer() => new()
    {
        Name = "defer",
        Description = "The `@defer` directive may be provided for fragment spreads and inline fragments to inform the executor to delay the execution of the current fragment to indicate deprioritization of the current fragment. A query with `@defer` directive will cause the request to potentially return multiple responses, where non-deferred data is delivered in the initial response and data deferred is delivered in a subsequent response. `@include` and `@skip` take precedence over `@defer`.",
        Locations = DirectiveLocation.FragmentSpread | DirectiveLocation.InlineFragment,
        Arguments =
        {
            Argument("label", Named("String"),
                "If this argument label has a value other than null, it will be passed on to the result of this defer directive. This label is intended to give client applications a way to identify to which fragment a deferred result belongs to."),
            Argument("if", Named("Boolean"), "Deferred when true."),
        },
    };

    private static DirectiveTypeDefinition Stream() => new()
    {
        Name = "stream",
        Description = "The `@stream` directive may be provided for a field of `List` type so that the backend can leverage technology such as asynchronous iterators to provide a partial list in the initial response, and additional list items in subsequent responses. `@include` and `@skip` take precedence over `@stream`.",
        Locations = DirectiveLocation.Field,
        Arguments =
        {
            Argument("label", Named("String"),
                "If this argument label has a value other than null, it will be passed on to the result of this stream directive. This label is intended to give client applications a way to identify to which fragment a streamed result belongs to."),
            Argument("initialCount", TypeRef.NonNull(Named("Int")), "The initial elements that shall be send down to the consumer.", new IntValueNode(0)),
            Argument("if", Named("Boolean"), "Streamed when true."),
        },
    };

    private static DirectiveTypeDefinition Tag() => new()
    {
        Name = "tag",
        Description = "The `@tag` directive marks a part of the schema with a name that tools can select by.",
        IsRepeatable = true,
        Locations = DirectiveLocation.Schema | DirectiveLocation.Scalar | DirectiveLocation.Object | DirectiveLocation.FieldDefinition | DirectiveLocation.ArgumentDefinition
            | DirectiveLocation.Interface | DirectiveLocation.Union | DirectiveLocation.Enum | DirectiveLocation.EnumValue | DirectiveLocation.InputObject
            | DirectiveLocation.InputFieldDefinition,
        Arguments = { Argument("name", TypeRef.NonNull(Named("String")), "The name of the tag.") },
    };
}
