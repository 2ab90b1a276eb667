using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace GraphQLPlugins.Engine.Data.Tests.Sample;

/// <summary>Counts and keeps what is sent to the database.</summary>
internal sealed class StatementLog : DbCommandInterceptor
{
    private readonly ConcurrentQueue<string> _texts = new();

    public int Count => _texts.Count;

    public IReadOnlyList<string> Texts => [.. _texts];

    /// <summary>The texts of what an action sends.</summary>
    public async Task<IReadOnlyList<string>> DuringAsync(Func<Task> action)
    {
        _texts.Clear();
        await action();
        return Texts;
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        _texts.Enqueue(command.CommandText);
        return base.ReaderExecutingAsync(command, eventData, result, cancellationToken);
    }
}
