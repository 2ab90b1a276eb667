using System.Text.Json;

namespace GraphQLPlugins.Engine.Data.EntityFramework.Documents;

/// <summary>What databases can do with JSON and EF Core has no words for. Never run: <see cref="DocumentTranslator"/> and <see cref="DocumentTables"/> say what they are.</summary>
internal static class DocumentFunctions
{
    /// <summary>PostgreSQL: the elements of an array; none of null. Anything else is an error of the statement.</summary>
    public static IQueryable<JsonbElement> Elements(JsonElement? array) => throw OnlyInStatements();

    /// <summary>SQL Server: the elements of an array or the properties of an object; none of null. Anything else is an error of the statement.</summary>
    public static IQueryable<OpenJsonItem> OpenJson(string? container) => throw OnlyInStatements();

    /// <summary>PostgreSQL: a document as what EF Core takes for one.</summary>
    public static JsonElement? Whole(object? json) => throw OnlyInStatements();

    /// <summary>PostgreSQL: the property of a name, or the element of a number.</summary>
    public static JsonElement? At(object? json, string key) => throw OnlyInStatements();

    /// <summary>PostgreSQL: the text of that, whatever it is; null for null.</summary>
    public static string? ContentAt(object? json, string key) => throw OnlyInStatements();

    /// <summary>PostgreSQL: the text of a value, whatever it is; null for null.</summary>
    public static string? Content(object? json) => throw OnlyInStatements();

    /// <summary>PostgreSQL: object, array, string, number, boolean or null.</summary>
    public static string? TypeOf(object? json) => throw OnlyInStatements();

    /// <summary>A document's text.</summary>
    public static string? Raw(object? json) => throw OnlyInStatements();

    /// <summary>SQL Server: a column's text when it is an object or an array, else null.</summary>
    public static string? Container(object? json) => throw OnlyInStatements();

    /// <summary>
    /// The number that a text is. PostgreSQL: an error of the statement when it is none. SQL Server: to twelve decimal places; null when it is none that <c>decimal(38,12)</c> holds.
    /// </summary>
    public static decimal? Number(string? text) => throw OnlyInStatements();

    /// <summary>The instant that a text is in ISO 8601; null when it is none.</summary>
    public static DateTimeOffset? Time(string? text) => throw OnlyInStatements();

    /// <summary>SQL Server: a text as it stands between the quotes of JSON.</summary>
    public static string? Escaped(string? text) => throw OnlyInStatements();

    /// <summary>SQL Server 2025: one if a part of a text matches a pattern.</summary>
    public static int Matches(string? text, string? pattern, string flags) => throw OnlyInStatements();

    private static InvalidOperationException OnlyInStatements() => new("This is a function of the database.");
}

/// <summary>A row of <c>jsonb_array_elements</c>.</summary>
internal sealed class JsonbElement
{
    public JsonElement Value { get; set; }
}

/// <summary>A row of <c>OPENJSON</c>. https://learn.microsoft.com/sql/t-sql/functions/openjson-transact-sql</summary>
internal sealed class OpenJsonItem
{
    public const int Null = 0, Text = 1, Number = 2, Array = 4, Object = 5;

    /// <summary>The property's name, or the element's number.</summary>
    public string? Key { get; set; }

    /// <summary>A text without its quotes; arrays and objects as JSON; null for null.</summary>
    public string? Value { get; set; }

    /// <summary>What the value was in JSON: the numbers above, and 3 for true and false.</summary>
    public int Type { get; set; }
}
