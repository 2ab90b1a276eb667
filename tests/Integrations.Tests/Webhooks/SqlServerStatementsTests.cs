using GraphQLPlugins.Integrations.Webhooks.Delivery;
using GraphQLPlugins.Integrations.Webhooks.Events;

namespace GraphQLPlugins.Integrations.Tests.Webhooks;

/// <summary>No SQL Server can be had here, so what would be sent to one is read.</summary>
public sealed class SqlServerStatementsTests
{
    [Fact]
    public void The_statements_on_the_queue_are_these() => Snapshot.Match(string.Join("\nGO\n", new[]
    {
        MatchStatements.SqlServer, FanOutStatements.EventsSqlServer, FanOutStatements.DeliveriesSqlServer, FanOutStatements.WakeSqlServer, DeliveryStatements.ClaimSqlServer, DeliveryStatements.HeadsSqlServer,
        DeliveryStatements.ResultsSqlServer, DeliveryStatements.ReleaseSqlServer, BreakerStatements.HoldSqlServer, BreakerStatements.KeepSqlServer, BreakerStatements.ForgetSqlServer,
    }).Replace("$", "@p", StringComparison.Ordinal));
}
