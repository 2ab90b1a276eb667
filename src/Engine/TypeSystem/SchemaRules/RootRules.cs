namespace GraphQLPlugins.Engine.TypeSystem.SchemaRules;

/// <summary>Each operation has a root type of its own. Spec: Root Operation Types.</summary>
internal static class RootRules
{
    public static void Check(Schema schema, SchemaReport report)
    {
        if (schema.MutationType is { } mutation && ReferenceEquals(mutation, schema.QueryType)) report.Add(mutation.Name, "one type cannot be the root of queries and of mutations.");
        if (schema.SubscriptionType is not { } subscription) return;
        if (ReferenceEquals(subscription, schema.QueryType)) report.Add(subscription.Name, "one type cannot be the root of queries and of subscriptions.");
        if (ReferenceEquals(subscription, schema.MutationType)) report.Add(subscription.Name, "one type cannot be the root of mutations and of subscriptions.");
    }
}
