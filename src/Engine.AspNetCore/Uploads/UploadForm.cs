using System.Text.Json;
using System.Text.Json.Nodes;
using GraphQLPlugins.Engine.AspNetCore.Requests;
using GraphQLPlugins.Engine.Types;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace GraphQLPlugins.Engine.AspNetCore.Uploads;

/// <summary>A multipart request while it is read: <c>operations</c>, <c>map</c>, then the files, each taken from the connection as it arrives.</summary>
internal sealed class UploadForm(UploadOptions options, int maxJsonBytes) : IAsyncDisposable
{
    private readonly Dictionary<string, UploadedFile> _files = new(StringComparer.Ordinal);
    private readonly List<string> _tickets = [];
    private byte[]? _operations;
    private Dictionary<string, string[]>? _map;

    /// <summary>Whether the request was refused because of its size.</summary>
    public bool IsTooLarge { get; private set; }

    /// <summary>Reads the form into a request.</summary>
    /// <returns>What is wrong, or null.</returns>
    public async ValueTask<IError?> ReadAsync(HttpContext context, HttpExchange exchange, bool hashesAllowed)
    {
        if (context.Request.ContentLength > options.MaxRequestBytes) return TooLarge(RequestErrors.TooLarge(options.MaxRequestBytes));
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = options.MaxRequestBytes;
        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var mediaType)
            || HeaderUtilities.RemoveQuotes(mediaType.Boundary) is not { Length: > 0 and <= 128 } boundary) return UploadErrors.InvalidForm;
        try
        {
            var reader = new MultipartReader(boundary.ToString(), context.Request.Body);
            while (await reader.ReadNextSectionAsync(context.RequestAborted) is { } section)
            {
                if (await TakeAsync(section, context.RequestAborted) is { } error) return error;
            }
        }
        catch (Exception exception) when (exception is IOException and not BadHttpRequestException or InvalidDataException)
        {
            return UploadErrors.InvalidForm;
        }
        if (_operations is null) return UploadErrors.NoOperations;
        return _map is null ? UploadErrors.NoMap : Apply(_operations, _map, exchange, hashesAllowed);
    }

    /// <summary>Ends the files.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var ticket in _tickets) UploadTickets.Revoke(ticket);
        foreach (var file in _files.Values) await file.DisposeAsync();
    }

    private async ValueTask<IError?> TakeAsync(MultipartSection section, CancellationToken cancellationToken)
    {
        if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition)) return UploadErrors.InvalidForm;
        var name = HeaderUtilities.RemoveQuotes(disposition.Name).ToString();
        switch (name)
        {
            case "operations" when _operations is null:
                _operations = await ReadJsonAsync(section.Body, cancellationToken);
                return _operations is null ? TooLarge(RequestErrors.TooLarge(maxJsonBytes)) : null;
            case "map" when _map is null:
                if (_operations is null) return UploadErrors.Misordered;
                if (await ReadJsonAsync(section.Body, cancellationToken) is not { } map) return TooLarge(RequestErrors.TooLarge(maxJsonBytes));
                return ParseMap(map);
        }
        if (_map is null) return _operations is null ? UploadErrors.NoOperations : UploadErrors.NoMap;
        if (!_map.ContainsKey(name) || _files.ContainsKey(name)) return await SkipAsync(section.Body, cancellationToken);
        if (_files.Count == options.MaxFiles) return TooLarge(UploadErrors.TooManyFiles(options.MaxFiles));
        var fileName = HeaderUtilities.RemoveQuotes(disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).ToString();
        var file = await UploadedFile.ReceiveAsync(fileName, section.ContentType, section.Body, options, cancellationToken);
        if (file is null) return TooLarge(UploadErrors.FileTooLarge(options.MaxFileBytes));
        _files.Add(name, file);
        return null;
    }

    private IError? ParseMap(byte[] json)
    {
        try
        {
            _map = JsonSerializer.Deserialize<Dictionary<string, string[]>>(json);
        }
        catch (JsonException)
        {
            return UploadErrors.InvalidMap;
        }
        if (_map is null) return UploadErrors.InvalidMap;
        foreach (var (key, paths) in _map)
        {
            if (paths is not { Length: > 0 }) return UploadErrors.NoPath(key);
        }
        return null;
    }

    private IError? Apply(byte[] operations, Dictionary<string, string[]> map, HttpExchange exchange, bool hashesAllowed)
    {
        // The request is checked before anything is put into it, so that errors tell places of what the client sent.
        var error = RequestBodyParser.Parse(operations, hashesAllowed, exchange.Request, out var batch);
        if (error is not null) return error;
        if (batch is not null) return UploadErrors.BatchWithFiles;
        if (map.Count == 0) return null;
        var variables = exchange.Request.Variables.ValueKind == JsonValueKind.Object
            ? JsonNode.Parse(exchange.Request.Variables.GetRawText())
            : null;
        foreach (var (key, paths) in map)
        {
            if (!_files.TryGetValue(key, out var file)) return UploadErrors.FileMissing(key);
            var ticket = UploadTickets.Issue(file);
            _tickets.Add(ticket);
            foreach (var path in paths)
            {
                if (UploadPath.Put(variables, path, ticket) is { } pathError) return pathError;
            }
        }
        exchange.Request.SetVariables(JsonSerializer.SerializeToUtf8Bytes(variables));
        return null;
    }

    private async ValueTask<byte[]?> ReadJsonAsync(Stream body, CancellationToken cancellationToken)
    {
        using var buffer = new RequestBuffer();
        return await buffer.TryReadAsync(System.IO.Pipelines.PipeReader.Create(body), maxJsonBytes, cancellationToken) ? buffer.Written.ToArray() : null;
    }

    private static async ValueTask<IError?> SkipAsync(Stream body, CancellationToken cancellationToken)
    {
        await body.CopyToAsync(Stream.Null, cancellationToken);
        return null;
    }

    private IError TooLarge(IError error)
    {
        IsTooLarge = true;
        return error;
    }
}
