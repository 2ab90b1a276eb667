using System.Linq.Expressions;
using System.Reflection;
using GraphQLPlugins.Engine.Resolvers;
using GraphQLPlugins.Engine.TypeSystem;
using GraphQLPlugins.Engine.TypeSystem.Definitions;

namespace GraphQLPlugins.Engine.Binding.Resolvers;

/// <summary>A kind of resolver parameter that is not an argument. Register with <c>SchemaBuilder.AddParameterBinder</c>.</summary>
public interface IParameterBinder
{
    /// <summary>Whether the resolver stays a pure function of parent and arguments: evaluated while the result is written, and free of cost.</summary>
    bool IsPure => false;

    /// <summary>Whether the value comes from the resolver's services. A scope is opened for a resolver only when one of its parameters says so.</summary>
    bool NeedsScope => !IsPure;

    /// <summary>Whether this binder provides the parameter.</summary>
    bool CanBind(ParameterInfo parameter);

    /// <summary>Called once when the field is bound; may leave features on it.</summary>
    void OnBound(ParameterInfo parameter, OutputFieldDefinition field)
    {
    }

    /// <summary>The expression of the parameter's type that reads the value from the context. Called once when the resolver is compiled.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="context">An expression of type <see cref="IResolverContext"/>.</param>
    /// <param name="field">The frozen field.</param>
    Expression Build(ParameterInfo parameter, Expression context, OutputField field);
}

/// <summary>A parameter binder for all parameters of one type, made of a function.</summary>
/// <param name="read">Reads the value.</param>
/// <param name="isPure">Whether resolvers that use it stay pure.</param>
/// <param name="needsScope">Whether the value comes from the resolver's services; null: unless it is pure.</param>
public sealed class ParameterBinder<T>(Func<IResolverContext, T> read, bool isPure = false, bool? needsScope = null) : IParameterBinder
{
    /// <inheritdoc/>
    public bool IsPure => isPure;

    /// <inheritdoc/>
    public bool NeedsScope => needsScope ?? !isPure;

    /// <inheritdoc/>
    public bool CanBind(ParameterInfo parameter) => parameter.ParameterType == typeof(T);

    /// <inheritdoc/>
    public Expression Build(ParameterInfo parameter, Expression context, OutputField field) => Expression.Invoke(Expression.Constant(read), context);
}
