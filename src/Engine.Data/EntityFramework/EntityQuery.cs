using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using GraphQLPlugins.Engine.Data.Running;
using GraphQLPlugins.Engine.Data.Templates;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.Internal;

namespace GraphQLPlugins.Engine.Data.EntityFramework;

/// <summary>What a query of EF Core carries: its context, and the way to compile and run for it. The internals are those of the pinned version.</summary>
internal static class EntityQuery
{
    /// <summary>The compiler of the context that a query belongs to; null when it is no query of EF Core.</summary>
    public static QueryCompiler? CompilerOf(IQueryable query) => query.Provider is EntityQueryProvider provider ? Compiler(provider) as QueryCompiler : null;

    /// <summary>A fresh context of one execution.</summary>
    public static QueryContext CreateContext(QueryCompiler compiler) => ContextFactory(compiler).Create();

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_queryCompiler")]
    private static extern ref IQueryCompiler Compiler(EntityQueryProvider provider);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_queryContextFactory")]
    private static extern ref IQueryContextFactory ContextFactory(QueryCompiler compiler);
}

/// <summary>Reads the values of a request as parameters of EF Core: the compiled query takes them by name.</summary>
internal sealed class EntityParameters : QueryParameters
{
    private static readonly string[] Names = [.. Enumerable.Range(0, 64).Select(i => "p" + i)];

    public override bool InMemory => false;

    // Experimental in EF Core 10: says that the value is never null, which spares the statement the other case.
#pragma warning disable EF9100
    public override Expression At(int index, Type type) => new QueryParameterExpression(NameOf(index), type, null, isNonNullableReferenceType: type == typeof(string));
#pragma warning restore EF9100

    /// <summary>The name of the value of a number.</summary>
    public static string NameOf(int index)
    {
        return index < Names.Length ? Names[index] : "p" + index;
    }

    /// <summary>A template with the values of a request as parameters.</summary>
    public static Expression Bind(Expression template) => new Binder().Visit(template);

    private sealed class Binder : ExpressionVisitor
    {
        protected override Expression VisitExtension(Expression node) => node switch
        {
            CapturedValue captured => new QueryParameterExpression(NameOf(captured.Index), captured.Type),
            CapturedFlag flag => Expression.Constant(flag.Value),
            CapturedQuery query => Visit(query.Query),
            _ => node,
        };
    }
}
