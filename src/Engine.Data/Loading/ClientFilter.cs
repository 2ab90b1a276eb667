using System.Linq.Expressions;
using GraphQLPlugins.Engine.Data;
using GraphQLPlugins.Engine.Data.Filtering;
using GraphQLPlugins.Engine.Data.Running;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.DataLoading.Data;

/// <summary>A client's filter as it was given. As long as nobody asks for the predicate, none is built.</summary>
internal sealed class ClientFilter(InputObjectValue where, DataLimits limits)
{
    public InputObjectValue Where => where;

    public DataLimits Limits => limits;

    /// <summary>The filter as a predicate. Where it runs is not known yet: With translates what databases say otherwise.</summary>
    public Expression<Func<T, bool>>? ToPredicate<T>()
    {
        var values = Read<T>(out _);
        var item = Expression.Parameter(typeof(T), "x");
        // The array makes the values parameters of EF Core.
        var parameters = new ArrayParameters(Expression.Constant(values.ToArray()), inMemory: false);
        var predicate = new FilterExpressions(parameters, MemoryFunctions.Instance).Build(where, item);
        return predicate is null ? null : Expression.Lambda<Func<T, bool>>(predicate, item);
    }

    /// <summary>Refuses what cannot be asked. Errors: <see cref="GraphQLException"/>.</summary>
    public void Check<T>() => Read<T>(out _);

    /// <summary>Equal filters have equal texts.</summary>
    public string Key<T>()
    {
        var values = Read<T>(out var shape);
        var text = new System.Text.StringBuilder(shape);
        foreach (var value in values)
        {
            text.Append('|');
            if (value is Array list)
            {
                foreach (var item in list) text.Append(item).Append(',');
            }
            else
            {
                text.Append(value);
            }
        }
        return text.ToString();
    }

    private List<object?> Read<T>(out string shape)
    {
        var writer = new ShapeWriter(stackalloc char[256], limits);
        try
        {
            FilterReader.Read(ref writer, where, typeof(T));
            shape = writer.Shape.ToString();
            return writer.Values;
        }
        finally
        {
            writer.Dispose();
        }
    }
}
