using System.Collections;
using GraphQLPlugins.Engine.Resolvers;

namespace GraphQLPlugins.Engine.Authorization;

/// <summary>Checks the values of fields that return an interface or union: which rules hold is known when the value is.</summary>
internal static class ResultAuthorization
{
    public static FieldMiddleware Create(IReadOnlyDictionary<Type, IReadOnlyList<AuthorizeDirective>> rules) => next => async context =>
    {
        await next(context).ConfigureAwait(false);
        switch (context.Result)
        {
            case null: break;
            case IEnumerable list and not string: context.Result = await CheckAllAsync(context, list, rules).ConfigureAwait(false); break;
            case var value when Find(value, rules) is { } found: await AuthorizationCheck.EnsureAsync(context, found).ConfigureAwait(false); break;
        }
    };

    private static async ValueTask<List<object?>> CheckAllAsync(
        IMiddlewareContext context, IEnumerable list, IReadOnlyDictionary<Type, IReadOnlyList<AuthorizeDirective>> rules)
    {
        var checkedItems = new List<object?>();
        foreach (var item in list)
        {
            var refusal = item is not null && Find(item, rules) is { } found
                ? await AuthorizationCheck.FindRefusalAsync(context, found).ConfigureAwait(false)
                : null;
            if (refusal is not null) context.ReportError(refusal.WithPath(context.Path.Append(checkedItems.Count)));
            checkedItems.Add(refusal is null ? item : null);
        }
        return checkedItems;
    }

    private static IReadOnlyList<AuthorizeDirective>? Find(object value, IReadOnlyDictionary<Type, IReadOnlyList<AuthorizeDirective>> rules)
    {
        for (var type = value.GetType(); type is not null; type = type.BaseType)
        {
            if (rules.TryGetValue(type, out var found)) return found;
        }
        return null;
    }
}
