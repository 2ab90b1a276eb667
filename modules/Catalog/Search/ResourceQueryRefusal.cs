using GraphQLPlugins.Kernel.Refusals;

namespace GraphQLPlugins.Catalog.Search;

/// <summary>A question in the key, value, operator language that cannot be answered as it is.</summary>
internal static class ResourceQueryRefusal
{
    /// <summary>Asks, and tells what is wrong with the question as an error of the field, with the language's own code.</summary>
    public static async Task<T> AskAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (ResourceQueryException e)
        {
            throw new GraphQLException(ErrorBuilder.New().SetMessage(e.Message).SetCode(e.Code).Build());
        }
    }
}
