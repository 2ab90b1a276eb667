using System.Data.Common;
using System.Text;
using Microsoft.EntityFrameworkCore.Storage;

namespace GraphQLPlugins.Engine.Data.EntityFramework;

/// <summary>
/// The text of a statement as it is sent. PostgreSQL knows parameters by number; Npgsql would look for the names in the text on each execution.
/// </summary>
internal sealed class StatementText
{
    private readonly string _text;
    private readonly int _numbered;

    /// <param name="template">The statement.</param>
    /// <param name="filled">A command with the statement's parameters.</param>
    /// <param name="provider">EF Core's provider.</param>
    public StatementText(IRelationalCommandTemplate template, DbCommand filled, string? provider)
    {
        Template = template;
        var numbered = provider == PostgresFunctions.Provider && filled.Parameters.Count == template.Parameters.Count
            ? Number(template.CommandText, [.. filled.Parameters.Cast<DbParameter>().Select(p => p.ParameterName.TrimStart('@'))])
            : null;
        _text = numbered ?? template.CommandText;
        _numbered = numbered is null ? -1 : filled.Parameters.Count;
    }

    /// <summary>What it was made of.</summary>
    public IRelationalCommandTemplate Template { get; }

    /// <summary>Gives the text to a command that has the parameters.</summary>
    public void Apply(DbCommand command)
    {
        command.CommandText = _text;
        for (var i = 0; i < _numbered; i++) command.Parameters[i].ParameterName = "";
    }

    /// <summary>Replaces <c>@name</c> by <c>$1</c>, <c>$2</c>, … outside of texts, quoted names and comments; null when the text has something else that is not known.</summary>
    internal static string? Number(string text, IReadOnlyList<string> names)
    {
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length;)
        {
            var c = text[i];
            var end = c switch
            {
                '\'' => EndOfQuoted(text, i, escapes: i > 0 && text[i - 1] is 'E' or 'e'),
                '"' => EndOfQuoted(text, i, escapes: false),
                '-' when text.AsSpan(i).StartsWith("--") => text.IndexOf('\n', i) is var line and >= 0 ? line : text.Length,
                '/' when text.AsSpan(i).StartsWith("/*") => -1,
                '$' => -1,
                '@' => EndOfName(text, i + 1),
                _ => i + 1,
            };
            if (end < 0) return null;
            if (c != '@' || end == i + 1 || (i > 0 && text[i - 1] == '@')) result.Append(text, i, end - i);
            else if (IndexOf(names, text.AsSpan(i + 1, end - i - 1)) is var number and >= 0) result.Append('$').Append(number + 1);
            else return null;
            i = end;
        }
        return result.ToString();
    }

    private static int EndOfQuoted(string text, int start, bool escapes)
    {
        for (var i = start + 1; i < text.Length; i++)
        {
            if (escapes && text[i] == '\\') i++;
            else if (text[i] == text[start]) return i + 1;
        }
        return -1;
    }

    private static int EndOfName(string text, int start)
    {
        while (start < text.Length && (char.IsAsciiLetterOrDigit(text[start]) || text[start] == '_')) start++;
        return start;
    }

    private static int IndexOf(IReadOnlyList<string> names, ReadOnlySpan<char> name)
    {
        for (var i = 0; i < names.Count; i++)
        {
            if (name.SequenceEqual(names[i])) return i;
        }
        return -1;
    }
}
