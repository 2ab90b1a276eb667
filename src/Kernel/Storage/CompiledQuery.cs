using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace GraphQLPlugins.Kernel.Storage;

/// <summary>
/// A query of <c>EF.CompileAsyncQuery</c> for what runs with nearly every request. EF Core binds such a query to one model, and there is one for
/// each provider; so it is compiled once for each.
/// </summary>
/// <param name="compile">Compiles it.</param>
public sealed class CompiledQuery<TQuery>(Func<TQuery> compile) where TQuery : Delegate
{
    private readonly ConditionalWeakTable<IModel, TQuery> _byModel = [];

    /// <summary>The query for a context.</summary>
    public TQuery For(DbContext db) => _byModel.GetValue(db.Model, _ => compile());
}
