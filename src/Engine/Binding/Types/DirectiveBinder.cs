using System.Reflection;
using GraphQLPlugins.Engine.Binding.Inference;
using GraphQLPlugins.Engine.Types;
using GraphQLPlugins.Engine.TypeSystem.Definitions;

namespace GraphQLPlugins.Engine.Binding.Types;

/// <summary>Makes directives of classes with <c>[DirectiveType]</c>.</summary>
internal sealed class DirectiveBinder(TypeRegistry types)
{
    public DirectiveTypeDefinition Create(Type type)
    {
        var attribute = type.GetCustomAttribute<DirectiveTypeAttribute>(false)
            ?? throw new SchemaException($"{type.Name} is no directive; say with [DirectiveType] where it may stand.");
        var directive = new DirectiveTypeDefinition
        {
            Name = attribute.Name ?? types.Naming.FormatFieldName(WithoutSuffix(type.Name)), Description = types.Naming.GetDescription(type),
            Locations = attribute.Location, IsRepeatable = attribute.IsRepeatable,
        };
        foreach (var property in MemberSelector.InputProperties(type, InputConstructor.Of(type)))
        {
            var argument = types.Inputs.Bind(property, InputConstructor.Of(type));
            argument.Type = types.Normalize(argument.Type);
            directive.Arguments.Add(argument);
        }
        return directive;
    }

    private static string WithoutSuffix(string name)
    {
        foreach (var suffix in new[] { "DirectiveType", "Directive" })
        {
            if (name.Length > suffix.Length && name.EndsWith(suffix, StringComparison.Ordinal)) return name[..^suffix.Length];
        }
        return name;
    }
}
