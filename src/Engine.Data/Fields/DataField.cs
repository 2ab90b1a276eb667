using GraphQLPlugins.Engine.Data.Registration;
using GraphQLPlugins.Engine.Data.Running;
using GraphQLPlugins.Engine.DataLoading.Data;
using GraphQLPlugins.Engine.Types.Pagination;
using GraphQLPlugins.Engine.TypeSystem.Definitions;

namespace GraphQLPlugins.Engine.Data.Fields;

/// <summary>The parts of a field's data pipeline, by the place that each must have: outer ones first.</summary>
internal enum DataMiddleware
{
    Paging,
    OffsetPaging,
    Connection,
    FirstOrDefault,
    SingleOrDefault,
    Projection,
    Filtering,
    Sorting,
}

/// <summary>
/// All that a field wants from its data pipeline. The attributes each add their part; the outermost part runs the whole pipeline as one query
/// and the others step aside, so that one shape of arguments is one compiled query.
/// </summary>
internal sealed class DataField
{
    private readonly List<DataMiddleware> _parts = [];

    /// <summary>The paging options, merged; null when the field isn't paged.</summary>
    public PagingOptions? Paging { get; set; }

    /// <summary>The CLR type of the items.</summary>
    public Type? ElementType { get; set; }

    public bool Has(DataMiddleware part) => _parts.Contains(part);

    /// <summary>The field's data part; made when it is not there.</summary>
    public static DataField Of(OutputFieldDefinition field)
    {
        var data = field.Features.GetOrSet<DataField>();
        data.ElementType ??= DataTypes.ElementOf(field.ResultType);
        return data;
    }

    /// <summary>Adds a part inside those that are there. Errors: <see cref="SchemaException"/> HC0050 when it should stand further out.</summary>
    public void Add(ITypeRegistry types, OutputFieldDefinition field, DataMiddleware part)
    {
        if (_parts.Contains(part)) return;
        if (types.Options.ValidatePipelineOrder && _parts.Count > 0 && Rank(_parts[^1]) >= Rank(part))
        {
            throw new SchemaException(
                $"The attributes of {field.Member?.DeclaringType?.Name}.{field.Member?.Name ?? field.Name} are in an order that does not work: Use{part} stands below Use{_parts[^1]}. "
                + "Put them in the order UsePaging, UseProjection, UseFiltering, UseSorting.",
                ErrorCodes.MiddlewareOrderInvalid);
        }
        _parts.Add(part);
        var outermost = _parts.Count == 1;
        var setup = DataSetup.Of(types);
        field.Middleware.Add(new FieldMiddlewareDefinition(
            part.ToString(),
            frozen => outermost ? DataPipeline.Create(frozen, this, setup) : static next => next));
    }

    private static int Rank(DataMiddleware part) => part <= DataMiddleware.SingleOrDefault ? 0 : (int)part;
}
