using System.Globalization;
using System.Reflection;
using GraphQLPlugins.Engine.CostAnalysis.Types;
using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.Types.Pagination;
using GraphQLPlugins.Engine.TypeSystem;
using GraphQLPlugins.Engine.TypeSystem.Definitions;

namespace GraphQLPlugins.Engine.Data.Fields;

/// <summary>The cost directives that data fields, arguments and inputs carry. Spec: Cost Directives (IBM).</summary>
internal static class DataDirectives
{
    public const double ArgumentCost = 10;
    public const double OperationCost = 10;
    public const double ExpensiveOperationCost = 20;

    public static AppliedDirective Cost(double weight) =>
        new("cost", [new("weight", new StringValueNode(weight.ToString(CultureInfo.InvariantCulture)))]);

    /// <summary>Weighs <c>where</c> and <c>order</c>, unless the field says what it costs itself.</summary>
    public static void WeighArgument(OutputFieldDefinition field, InputFieldDefinition argument)
    {
        if (field.Member?.GetCustomAttribute<CostAttribute>() is null) argument.Directives.Add(Cost(ArgumentCost));
    }

    public static AppliedDirective ListSize(PagingOptions options, string[] slicingArguments, string[] sizedFields)
    {
        var arguments = new List<KeyValuePair<string, IValueNode>>
        {
            new("assumedSize", new IntValueNode(options.MaxPageSize!.Value)),
            new("slicingArguments", new ListValueNode([.. slicingArguments.Select(a => new StringValueNode(a))])),
            new("slicingArgumentDefaultValue", new IntValueNode(options.DefaultPageSize!.Value)),
            new("sizedFields", new ListValueNode([.. sizedFields.Select(f => new StringValueNode(f))])),
        };
        if (options.RequirePagingBoundaries != true) arguments.Add(new("requireOneSlicingArgument", BooleanValueNode.False));
        return new AppliedDirective("listSize", arguments);
    }
}
