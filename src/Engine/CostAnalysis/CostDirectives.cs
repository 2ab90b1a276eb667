using System.Globalization;
using System.Reflection;
using GraphQLPlugins.Engine.Binding.Resolvers;
using GraphQLPlugins.Engine.Binding.Types;
using GraphQLPlugins.Engine.Configuration;
using GraphQLPlugins.Engine.CostAnalysis.Types;
using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.TypeSystem;
using GraphQLPlugins.Engine.TypeSystem.Definitions;

namespace GraphQLPlugins.Engine.CostAnalysis;

/// <summary>Weighs resolvers by default, and turns <c>@cost</c> and <c>@listSize</c> into features that the analysis reads. Spec: Cost Directives (IBM).</summary>
internal sealed class CostDirectives : TypeInterceptor
{
    public override void OnBeforeFreeze(ITypeRegistry types, SchemaDefinition schema)
    {
        var options = types.Features.Get<CostOptions>();
        var withDefaults = options is { ApplyCostDefaults: true };
        foreach (var type in schema.Types)
        {
            switch (type)
            {
                case ComplexTypeDefinition complex:
                    foreach (var field in complex.Fields) Apply(field, options, withDefaults, complex is ObjectTypeDefinition, complex.Name == schema.MutationType);
                    break;
                case InputObjectTypeDefinition input:
                    foreach (var field in input.Fields) Apply(field, withDefaults);
                    break;
            }
        }
    }

    private static void Apply(OutputFieldDefinition field, CostOptions? options, bool withDefaults, bool isObject, bool isMutation)
    {
        if (!withDefaults)
        {
            if (field.Member?.IsDefined(typeof(CostAttribute), true) != true) field.Directives.RemoveAll(d => d.Name == "cost");
            if (field.Member?.IsDefined(typeof(ListSizeAttribute), true) != true) field.Directives.RemoveAll(d => d.Name == "listSize");
        }
        else if (isObject && options!.DefaultResolverCost is { } cost && field.Directives.TrueForAll(d => d.Name != "cost") && (isMutation || IsImpure(field)))
        {
            field.Directives.Add(CommonAttributes.Cost(cost));
        }
        if (options is { ApplySlicingArgumentDefaultValue: false }) RemoveSlicingDefaults(field.Directives);
        foreach (var directive in field.Directives) Read(directive, field.Features);
        foreach (var argument in field.Arguments) Apply(argument, withDefaults);
    }

    private static void Apply(InputFieldDefinition input, bool withDefaults)
    {
        var attributes = (ICustomAttributeProvider?)input.Parameter ?? input.Property;
        if (!withDefaults && attributes?.IsDefined(typeof(CostAttribute), true) != true) input.Directives.RemoveAll(d => d.Name == "cost");
        foreach (var directive in input.Directives) Read(directive, input.Features);
    }

    private static bool IsImpure(OutputFieldDefinition field) =>
        field.Middleware.Count > 0 || field.Resolver is not null || field.Features.Get<ResolverBinding>() is { IsPure: false };

    private static void RemoveSlicingDefaults(List<AppliedDirective> directives)
    {
        for (var i = 0; i < directives.Count; i++)
        {
            if (directives[i].Name == "listSize")
                directives[i] = directives[i] with { Arguments = [.. directives[i].Arguments.Where(a => a.Key != "slicingArgumentDefaultValue")] };
        }
    }

    /// <summary>Sets the feature of a directive; others than these two have none.</summary>
    internal static void Read(AppliedDirective directive, FeatureSet features)
    {
        switch (directive.Name)
        {
            case "cost" when Argument(directive, "weight") is StringValueNode weight
                && double.TryParse(weight.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var value):
                features.Set(new CostWeight(value));
                break;
            case "listSize":
                features.Set(new ListSize(Int(directive, "assumedSize"), Strings(directive, "slicingArguments"), Int(directive, "slicingArgumentDefaultValue"),
                    Strings(directive, "sizedFields"), Argument(directive, "requireOneSlicingArgument") is not BooleanValueNode { Value: false }));
                break;
        }
    }

    private static IValueNode? Argument(AppliedDirective directive, string name)
    {
        foreach (var (key, value) in directive.Arguments)
        {
            if (key == name) return value;
        }
        return null;
    }

    private static int? Int(AppliedDirective directive, string name) => Argument(directive, name) is IntValueNode i && i.TryToInt32(out var value) ? value : null;

    private static string[] Strings(AppliedDirective directive, string name) =>
        Argument(directive, name) is ListValueNode list ? [.. list.Items.OfType<StringValueNode>().Select(s => s.Value)] : [];
}
