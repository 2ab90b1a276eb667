using GraphQLPlugins.Engine.Data.Prepared;
using GraphQLPlugins.Engine.Data.Templates;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Query;

namespace GraphQLPlugins.Engine.Data.EntityFramework;

/// <summary>Recognises uses of a prepared query by the query itself, and reads their values from its arguments: no expression is made or walked over.</summary>
internal sealed class PreparedForm
{
    private readonly PreparedExpression _query;
    private readonly IEntityType _entity;
    private readonly CapturedValue[] _values;
    private readonly int _roots;

    private PreparedForm(PreparedExpression query, IEntityType entity, CapturedValue[] values)
    {
        _query = query;
        _entity = entity;
        _values = values;
        _roots = values.Max(value => (int?)value.Roots.Count) ?? 0;
    }

    /// <summary>The query as a use of a prepared one over all rows of an entity; null when it is something else.</summary>
    public static IPreparedRows? Of(IQueryable query) => query is IPreparedRows prepared && EntityOf(prepared) is not null ? prepared : null;

    /// <summary>
    /// The form of a use with this template; null when the form itself depends on the arguments, as with a test that is made before the statement, or when the
    /// query takes something from elsewhere, as from a variable around it.
    /// </summary>
    public static PreparedForm? TryCreate(IPreparedRows prepared, SourceTemplate template) =>
        template.Values is { } values && values.All(value => value.Roots.All(root => root == prepared.Arguments.GetType()))
            ? new PreparedForm(prepared.Query, EntityOf(prepared)!, values)
            : null;

    /// <summary>Adds the values of a use to the list when it is one of this form; else false, and the list is as before.</summary>
    public bool TryRead(IPreparedRows prepared, List<object?> values)
    {
        if (!ReferenceEquals(prepared.Query, _query) || !ReferenceEquals(EntityOf(prepared), _entity)) return false;
        var roots = new object?[_roots];
        Array.Fill(roots, prepared.Arguments);
        foreach (var value in _values) values.Add(value.Evaluate(roots));
        return true;
    }

    private static IEntityType? EntityOf(IPreparedRows prepared) => (prepared.Rows.Expression as EntityQueryRootExpression)?.EntityType;
}
