using System.Security.Cryptography;
using System.Text;
using GraphQLPlugins.Engine.AspNetCore.Negotiation;
using GraphQLPlugins.Engine.AspNetCore.Requests;
using GraphQLPlugins.Engine.AspNetCore.Responses;
using GraphQLPlugins.Engine.Execution;
using GraphQLPlugins.Engine.TypeSystem;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace GraphQLPlugins.Engine.AspNetCore.SchemaFiles;

/// <summary>Serves a schema's text. Clients that have it already get 304. RFC 9110 8.8 and 13.</summary>
internal sealed class SchemaFile
{
    private readonly Schema _schema;
    private readonly byte[] _text;
    private readonly EntityTagHeaderValue _tag;
    private readonly DateTimeOffset _made;
    private readonly string _disposition;

    public SchemaFile(Schema schema, DateTimeOffset made, string defaultName)
    {
        _schema = schema;
        _text = Encoding.UTF8.GetBytes(SdlPrinter.Print(schema));
        _tag = new EntityTagHeaderValue($"\"1-{Convert.ToBase64String(SHA256.HashData(_text))}\"");
        // HTTP's dates have whole seconds.
        _made = new DateTimeOffset(made.Ticks - made.Ticks % TimeSpan.TicksPerSecond, TimeSpan.Zero);
        _disposition = Attachment(schema.Name == defaultName ? "schema.graphql" : $"{schema.Name}.schema.graphql");
    }

    /// <summary>Sends the whole schema, or the types that <c>?types=A,B</c> names.</summary>
    public async Task SendAsync(HttpContext context)
    {
        if (QueryStringParser.Find(context.Request.QueryString.Value, "types") is { } types)
        {
            await SendTypesAsync(context, types);
            return;
        }
        var headers = context.Response.Headers;
        headers.CacheControl = "public, max-age=3600, must-revalidate";
        headers.ETag = _tag.ToString();
        headers.LastModified = _made.ToString("R");
        if (IsKnown(context.Request))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }
        headers.ContentDisposition = _disposition;
        context.Response.ContentType = MediaTypes.GraphQL;
        context.Response.ContentLength = _text.Length;
        await context.Response.Body.WriteAsync(_text, context.RequestAborted);
    }

    private bool IsKnown(HttpRequest request)
    {
        var conditions = request.GetTypedHeaders();
        if (conditions.IfNoneMatch.Count > 0)
            return conditions.IfNoneMatch.Any(tag => tag == EntityTagHeaderValue.Any || tag.Compare(_tag, useStrongComparison: false));
        return conditions.IfModifiedSince is { } since && _made <= since;
    }

    private async Task SendTypesAsync(HttpContext context, string names)
    {
        var types = new List<NamedType>();
        foreach (var name in names.Split(',', StringSplitOptions.TrimEntries))
        {
            if (_schema.FindType(name) is { } type)
            {
                types.Add(type);
                continue;
            }
            var error = names.Length == 0 ? TypesEmpty : IsName(name) ? TypeUnknown(name) : InvalidName(name);
            await ResultResponse.WriteAsync(context, new RequestErrorResult(error), ResponseFormat.GraphQLResponse, new CountingWriter(),
                context.RequestAborted, StatusCodes.Status400BadRequest);
            return;
        }
        context.Response.Headers.ContentDisposition = Attachment("types.graphql");
        context.Response.ContentType = MediaTypes.GraphQL;
        await context.Response.WriteAsync(SdlPrinter.Print(types), context.RequestAborted);
    }

    // Spec: Name.
    private static bool IsName(string text) => text.Length > 0 && !char.IsAsciiDigit(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    private static string Attachment(string name) => $"attachment; filename=\"{name}\"";

    private static IError TypesEmpty { get; } = Coded("The types query string is empty.", "HC0058");

    private static IError InvalidName(string name) => Coded($"The type name `{name}` is not valid.", "HC0059");

    private static IError TypeUnknown(string name) => Coded($"The type `{name}` does not exist.", "HC0060");

    private static IError Coded(string message, string code) => ErrorBuilder.New().SetMessage(message).SetCode(code).Build();
}
