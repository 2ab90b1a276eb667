using System.Buffers.Binary;
using System.Net;
using System.Text;
using System.Text.Json;
using GraphQLPlugins.Integrations.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GraphQLPlugins.Integrations.Tests.Avatars;

/// <summary>Pictures of apps: what is taken, and how it is served.</summary>
public sealed class AvatarTests : AppScene
{
    [Fact]
    [Trait("Line", "A15")]
    [Trait("Line", "A14")]
    public async Task With_a_logo_an_app_can_be_proposed_and_with_links_it_needs_an_icon_too()
    {
        await CreateAsync("""{ "schema": { "elements": [{ "type": "stacktrace-link", "uri": "/open" }] } }""");
        var questionnaire = new[] { new { question = "Why?", answer = "So." } };

        var avatar = await UploadedAsync("x.txt", Png(64, 32));
        var error = await RefusedAsync("requestAppPublish", new { slug = "one", questionnaire });
        await UploadedAsync("x.png", Jpeg(20, 30), "ICON");
        var app = (await DoAsync("requestAppPublish", new { slug = "one", questionnaire })).GetProperty("app");

        Assert.Equal("LOGO True image/png 64 32", $"{Text(avatar, "photoType")} {avatar.GetProperty("color")} {Text(avatar, "contentType")} {avatar.GetProperty("width")} {avatar.GetProperty("height")}");
        Assert.Equal("The app 'one' is UNPUBLISHED: an app that links issues or stack traces needs an icon. Upload one first.", Text(error, "message"));
        Assert.Equal("PUBLISH_REQUEST_IN_PROGRESS", Text(app, "status"));
        Assert.Equal("AppStatusInvalidError", Type(await RefusedAsync("requestAppPublish", new { slug = "one", questionnaire })));
    }

    [Theory]
    [Trait("Line", "A15")]
    [InlineData("svg", "The file is no PNG, JPEG or WebP picture, or it is damaged.")]
    [InlineData("html", "The file is no PNG, JPEG or WebP picture, or it is damaged.")]
    [InlineData("empty", "The file is no PNG, JPEG or WebP picture, or it is damaged.")]
    [InlineData("cut", "The file is no PNG, JPEG or WebP picture, or it is damaged.")]
    [InlineData("cutjpeg", "The file is no PNG, JPEG or WebP picture, or it is damaged.")]
    [InlineData("small", "The picture has 15 by 64 pixels; each side must have 16 to 1024.")]
    [InlineData("wide", "The picture has 1025 by 64 pixels; each side must have 16 to 1024.")]
    [InlineData("huge", "The file is larger than 1048576 bytes.")]
    public async Task What_is_no_usable_picture_is_refused_whatever_it_is_called(string kind, string message)
    {
        await CreateAsync();
        byte[] content = kind switch
        {
            "svg" => Encoding.UTF8.GetBytes("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
            "html" => Encoding.UTF8.GetBytes("<html>"),
            "empty" => [],
            "cut" => Png(64, 64)[..20],
            "cutjpeg" => Jpeg(64, 64)[..8],
            "small" => Png(15, 64),
            "wide" => Png(1025, 64),
            _ => [.. Png(64, 64), .. new byte[1024 * 1024]],
        };

        var error = (await Host.UploadAsync("uploadAppAvatar", "logo.png", content, ("slug", "one"))).GetProperty("data").GetProperty("uploadAppAvatar").GetProperty("errors")[0];

        Assert.Equal(("AvatarInvalidError", message), (Type(error), Text(error, "message")));
        Assert.Equal(0L, await Host.Database.ScalarAsync("SELECT count(*) FROM integrations.app_avatars"));
    }

    [Fact]
    [Trait("Line", "A15")]
    public async Task A_picture_is_served_to_browsers_as_what_it_is()
    {
        await CreateAsync();
        var first = Text(await UploadedAsync("x", Png(64, 64)), "url");
        var second = Text(await UploadedAsync("x", WebP(40, 50)), "url");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(Host.Services.GetRequiredService<IDbContextFactory<IntegrationsDb>>());
        await using var server = builder.Build();
        new IntegrationsModule().MapEndpoints(server);
        await server.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()) };

        using var response = await client.GetAsync(second);
        using var again = new HttpRequestMessage(HttpMethod.Get, second);
        again.Headers.IfNoneMatch.Add(response.Headers.ETag!);

        Assert.Equal("OK image/webp nosniff", $"{response.StatusCode} {response.Content.Headers.ContentType} {response.Headers.GetValues("X-Content-Type-Options").Single()}");
        Assert.Equal(WebP(40, 50), await response.Content.ReadAsByteArrayAsync());
        Assert.Equal(HttpStatusCode.NotModified, (await client.SendAsync(again)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(first)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(second![..^64] + new string('0', 64))).StatusCode);
    }

    [Fact]
    public async Task Another_organizations_app_gets_no_picture()
    {
        await CreateAsync();
        Host.Caller = Other();

        Assert.Equal("AppNotFoundError", Type((await Host.UploadAsync("uploadAppAvatar", "x", Png(64, 64), ("slug", "one"))).GetProperty("data").GetProperty("uploadAppAvatar").GetProperty("errors")[0]));
    }

    private async Task<JsonElement> UploadedAsync(string name, byte[] content, string photoType = "LOGO")
    {
        var payload = (await Host.UploadAsync("uploadAppAvatar", name, content, ("slug", "one"), ("photoType", photoType))).GetProperty("data").GetProperty("uploadAppAvatar");
        Assert.Equal("null", payload.GetProperty("errors").GetRawText());
        return payload.GetProperty("appAvatar");
    }

    internal static byte[] Png(int width, int height)
    {
        byte[] bytes = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, (byte)'I', (byte)'H', (byte)'D', (byte)'R', 0, 0, 0, 0, 0, 0, 0, 0, 8, 6, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(16), width);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(20), height);
        return bytes;
    }

    private static byte[] Jpeg(byte width, byte height) => [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 0, 0, 0xFF, 0xC0, 0, 11, 8, 0, height, 0, width, 1, 1, 0x11, 0];

    private static byte[] WebP(byte width, byte height) =>
        [.. "RIFF"u8, 26, 0, 0, 0, .. "WEBPVP8X"u8, 10, 0, 0, 0, 0, 0, 0, 0, (byte)(width - 1), 0, 0, (byte)(height - 1), 0, 0];
}
