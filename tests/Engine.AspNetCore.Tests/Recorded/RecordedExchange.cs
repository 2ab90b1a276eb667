using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;

namespace GraphQLPlugins.Engine.AspNetCore.Tests.Recorded;

/// <summary>A request and its response as recorded from the engine whose behaviour is followed: a curl line and what it printed.</summary>
internal sealed partial record RecordedExchange(string Title, string Method, string Target, IReadOnlyList<(string Name, string Value)> Headers, string? Body,
    IReadOnlyList<string> Parts, int Status, string? ContentType, string Response)
{
    /// <summary>All exchanges of a section, in order.</summary>
    public static IEnumerable<RecordedExchange> Read(string file, int section)
    {
        var text = File.ReadAllText(file);
        var start = text.IndexOf($"\n## {section}. ", StringComparison.Ordinal);
        var end = text.IndexOf("\n## ", start + 4, StringComparison.Ordinal);
        foreach (Match match in Exchange().Matches(text[start..end]))
        {
            var curl = Split(match.Groups["curl"].Value);
            var head = match.Groups["head"].Value.Split('\n');
            var exchange = FromCurl(match.Groups["title"].Value, curl);
            yield return exchange with
            {
                Status = int.Parse(head[0].Split(' ')[1]),
                ContentType = head.FirstOrDefault(l => l.StartsWith("Content-Type: ", StringComparison.Ordinal))?["Content-Type: ".Length..],
                Response = match.Groups["body"].Value,
            };
        }
    }

    /// <summary>The request as it was sent.</summary>
    public HttpRequestMessage ToRequest()
    {
        var request = new HttpRequestMessage(new HttpMethod(Method), Target);
        if (Body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Body));
        }
        else if (Parts.Count > 0)
        {
            var form = new MultipartFormDataContent();
            foreach (var part in Parts)
            {
                var (name, value) = (part[..part.IndexOf('=')], part[(part.IndexOf('=') + 1)..]);
                form.Add(new StringContent(value, (MediaTypeHeaderValue?)null), name);
            }
            request.Content = form;
        }
        if (Headers.All(h => h.Name != "Accept")) request.Headers.TryAddWithoutValidation("Accept", "*/*");
        foreach (var (name, value) in Headers)
        {
            if (name == "Content-Type") request.Content!.Headers.ContentType = value.Length == 0 ? null : MediaTypeHeaderValue.Parse(value);
            else request.Headers.TryAddWithoutValidation(name, value);
        }
        return request;
    }

    private static RecordedExchange FromCurl(string title, List<string> words)
    {
        var method = (string?)null;
        var target = "";
        string? body = null;
        var headers = new List<(string, string)>();
        var parts = new List<string>();
        for (var i = 1; i < words.Count; i++)
        {
            switch (words[i])
            {
                case "-X": method = words[++i]; break;
                case "-I": method = "HEAD"; break;
                case "-d": body = ++i < words.Count ? words[i] : ""; break;
                case "-F": parts.Add(words[++i]); break;
                case "-H":
                    var colon = words[++i].IndexOf(':');
                    headers.Add((words[i][..colon], words[i][(colon + 1)..].Trim()));
                    break;
                default: target = new Uri(words[i]).PathAndQuery; break;
            }
        }
        return new RecordedExchange(title, method ?? (body is null && parts.Count == 0 ? "GET" : "POST"), target, headers, body, parts, 0, null, "");
    }

    /// <summary>Words of a shell line with single quotes.</summary>
    private static List<string> Split(string line)
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

    [GeneratedRegex(@"### (?<title>[^\n]*)\n(?:\n\([^\n]*\)\n)?\n```\n(?<curl>curl[^\n]*)\n```\n```http\n(?<head>(?:[^\n]+\n)+)\n(?<body>.*?)\n?```", RegexOptions.Singleline)]
    private static partial Regex Exchange();
}
