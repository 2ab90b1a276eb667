using System.Text;
using System.Text.RegularExpressions;

namespace GraphQLPlugins.Sample.Tests.Recorded;

/// <summary>The recorded requests and responses of the sample.</summary>
internal static partial class Recording
{
    private const string CutSign = "\n… (";

    private static readonly Lazy<string> Text = new(() => File.ReadAllText(System.IO.Path.Combine(AppContext.BaseDirectory, "responses.md")).ReplaceLineEndings("\n"));

    /// <summary>The exchanges of a section, in order.</summary>
    public static IEnumerable<RecordedExchange> Exchanges(int section)
    {
        foreach (Match match in Exchange().Matches(SectionText(section)))
            yield return FromCurl(match.Groups["title"].Value, Words(match.Groups["curl"].Value), ResponseOf(match));
    }

    /// <summary>The transcripts of sockets, in order.</summary>
    public static IEnumerable<(string Title, string[] Lines)> Transcripts(int section)
    {
        foreach (Match match in Transcript().Matches(SectionText(section)))
            yield return (match.Groups["title"].Value, match.Groups["lines"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>The rows of the table of a section, cells without back quotes.</summary>
    public static IEnumerable<string[]> Rows(int section) =>
        SectionText(section).Split('\n').Where(l => l.StartsWith("| `", StringComparison.Ordinal))
            .Select(l => l.Trim('|', ' ').Split(" | ").Select(c => c.Replace("`", "")).ToArray());

    private static string SectionText(int section)
    {
        var start = Text.Value.IndexOf($"\n## {section}. ", StringComparison.Ordinal);
        var end = Text.Value.IndexOf("\n## ", start + 4, StringComparison.Ordinal);
        return end < 0 ? Text.Value[start..] : Text.Value[start..end];
    }

    private static RecordedResponse ResponseOf(Match match)
    {
        var head = match.Groups["head"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var body = match.Groups["body"].Value;
        var cut = body.LastIndexOf(CutSign, StringComparison.Ordinal);
        return new RecordedResponse
        {
            Status = int.Parse(head[0].Split(' ')[1]),
            Headers = head.Skip(1).Select(l => l.Split(": ", 2)).ToDictionary(p => p[0], p => p[1], StringComparer.OrdinalIgnoreCase),
            Body = (cut < 0 ? body : body[..cut]).Trim('\n'),
            TotalChars = cut < 0 ? null : int.Parse(body[(cut + CutSign.Length)..].Split(' ')[0]),
            IsOpen = match.Groups["open"].Success,
        };
    }

    private static RecordedExchange FromCurl(string title, List<string> words, RecordedResponse response)
    {
        string? method = null, body = null;
        var target = "";
        var headers = new List<(string Name, string Value)>();
        var parts = new List<(string, string)>();
        for (var i = 1; i < words.Count; i++)
        {
            switch (words[i])
            {
                case "-X": method = words[++i]; break;
                case "-I": method = "HEAD"; break;
                case "-d": body = ++i < words.Count ? words[i] : ""; break;
                case "-F": parts.Add(Pair(words[++i], '=')); break;
                case "-H": headers.Add(Pair(words[++i], ':')); break;
                default: target = new Uri(words[i]).PathAndQuery; break;
            }
        }
        if (!headers.Exists(h => h.Name == "Accept")) headers.Add(("Accept", "*/*"));
        return new RecordedExchange
        {
            Title = title, Method = method ?? (body is null && parts.Count == 0 ? "GET" : "POST"), Target = target, Headers = headers, Body = body,
            Parts = parts, Response = response,
        };
    }

    private static (string, string) Pair(string text, char separator)
    {
        var at = text.IndexOf(separator);
        return (text[..at], text[(at + 1)..].Trim());
    }

    /// <summary>The words of a shell line with single quotes.</summary>
    private static List<string> Words(string line)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var quoted = false;
        foreach (var c in line + " ")
        {
            if (c == '\'') quoted = !quoted;
            else if (c != ' ' || quoted) word.Append(c);
            else if (word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }
        }
        return words;
    }

    [GeneratedRegex(@"### (?<title>[^\n]*)\n(?:\n\([^\n]*\)\n)?\n```\n(?<curl>curl[^\n]*)\n```\n```http\n(?<head>(?:[^\n]+\n)+)(?<body>.*?)\n?```(?<open>\n\(stream left open)?",
        RegexOptions.Singleline)]
    private static partial Regex Exchange();

    [GeneratedRegex(@"### (?<title>[^\n]*)\n\n```\n(?<lines>< HTTP/.*?)```", RegexOptions.Singleline)]
    private static partial Regex Transcript();
}
