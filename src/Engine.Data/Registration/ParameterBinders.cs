using System.Linq.Expressions;
using System.Reflection;
using GraphQLPlugins.Engine.Binding.Resolvers;
using GraphQLPlugins.Engine.Data.Running;
using GraphQLPlugins.Engine.DataLoading.Data;
using GraphQLPlugins.Engine.Resolvers;
using GraphQLPlugins.Engine.TypeSystem;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Engine.Data.Registration;

/// <summary>Parameters of type <see cref="PagingArguments"/>.</summary>
internal sealed class PagingArgumentsBinder : IParameterBinder
{
    public bool NeedsScope => false;

    public bool CanBind(ParameterInfo parameter) => parameter.ParameterType == typeof(PagingArguments);

    public Expression Build(ParameterInfo parameter, Expression context, OutputField field) =>
        Expression.Call(typeof(ResolverArguments), nameof(ResolverArguments.Paging), null, context);
}

/// <summary>Parameters of type <see cref="QueryContext{T}"/>.</summary>
internal sealed class QueryContextBinder : IParameterBinder
{
    public bool NeedsScope => false;

    public bool CanBind(ParameterInfo parameter) =>
        parameter.ParameterType.IsGenericType && parameter.ParameterType.GetGenericTypeDefinition() == typeof(QueryContext<>);

    public Expression Build(ParameterInfo parameter, Expression context, OutputField field) =>
        Expression.Call(typeof(ResolverArguments), nameof(ResolverArguments.Query), parameter.ParameterType.GetGenericArguments(), context);
}

/// <summary>Parameters of a context's type, made by its factory for the one resolver.</summary>
internal sealed class DbContextFactoryBinder<TContext> : IParameterBinder where TContext : DbContext
{
    public bool NeedsScope => false;

    public bool CanBind(ParameterInfo parameter) => parameter.ParameterType == typeof(TContext);

    public Expression Build(ParameterInfo parameter, Expression context, OutputField field) =>
        Expression.Call(typeof(DbContextFactoryBinder<TContext>), nameof(Create), null, context);

    private static TContext Create(IResolverContext context)
    {
        var made = context.Services.GetRequiredService<IDbContextFactory<TContext>>().CreateDbContext();
        ((IMiddlewareContext)context).RegisterForCleanup(() => made.DisposeAsync());
        return made;
    }
}
