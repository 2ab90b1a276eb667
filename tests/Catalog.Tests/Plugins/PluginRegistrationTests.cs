using System.Text.Json;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Plugins;
using GraphQLPlugins.Catalog.Repositories;
using Repository = GraphQLPlugins.Catalog.Repositories.Repository;

namespace GraphQLPlugins.Catalog.Tests.Plugins;

public sealed class PluginRegistrationTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    [Trait("Line", "S3")]
    [Trait("Line", "S9")]
    [Trait("Line", "S10")]
    public void S3_S9_S10_defaults_are_docker_hub_the_id_from_the_image_and_enabled()
    {
        var plugin = Register(Valid with { Image = "org/team/plugin-aws-ec2" });

        Assert.Equal("plugin-aws-ec2", plugin.PluginId);
        Assert.Equal(RegistryType.DockerHub, plugin.RegistryType);
        Assert.Equal("registry.hub.docker.com", plugin.RegistryUrl);
        Assert.Equal(PluginState.Enabled, plugin.State);
        Assert.Equal("plugin_aws_ec2", plugin.ConfKey);
        Assert.Equal(Now, plugin.CreatedAt);
    }

    [Fact]
    [Trait("Line", "S9")]
    public void S9_an_id_that_is_given_beats_the_image() => Assert.Equal("my-id", Register(Valid with { PluginId = " my-id " }).PluginId);

    [Fact]
    [Trait("Line", "S6")]
    public void S6_an_image_name_of_forty_characters_is_the_longest()
    {
        Assert.Equal(new string('a', 40), Register(Valid with { Image = new string('a', 40) }).PluginId);

        var refusal = Assert.Throws<ImageNameTooLongException>(() => Register(Valid with { Image = $"organization/{new string('a', 41)}" }));
        Assert.Equal(40, refusal.MaxLength);
        Assert.Equal("IMAGE_NAME_TOO_LONG", refusal.Code);
        Assert.Equal(new string('a', 48), Register(Valid with { Image = new string('a', 48) }, new CatalogOptions { MaxImageNameLength = 48 }).PluginId);
    }

    [Theory]
    [InlineData("plugin-123456@.gggg", "its last segment may hold letters, digits and dashes only")]
    [InlineData("plugin-123456_", "its last segment may hold letters, digits and dashes only")]
    [InlineData("plugin.123456", "its last segment may hold letters, digits and dashes only")]
    [InlineData("plugin-123456\n", null)]
    [InlineData("plugin-123456", null)]
    [InlineData("a/b/c", null)]
    [InlineData("a/b/c/d", "it has 4 path segments; at most 3 are allowed")]
    [InlineData("a//c", "it has an empty path segment")]
    [InlineData("a/", "it has an empty path segment")]
    [Trait("Line", "S7")]
    [Trait("Line", "S8")]
    public void S7_S8_image_names(string image, string? reason)
    {
        if (reason is null)
            Assert.NotNull(Register(Valid with { Image = image }));
        else
            Assert.Equal($"The image '{image}' cannot be registered: {reason}.", Assert.Throws<ImageNameInvalidException>(() => Register(Valid with { Image = image })).Message);
    }

    [Fact]
    [Trait("Line", "S4")]
    public void S4_a_registry_url_is_required_unless_the_server_knows_one()
    {
        Assert.Equal(RegistryType.Harbor, Assert.Throws<RegistryUrlRequiredException>(() => Register(Valid with { RegistryType = RegistryType.Harbor })).RegistryType);
        Assert.Equal("harbor.example.org", Register(Valid with { RegistryType = RegistryType.Harbor, RegistryUrl = "harbor.example.org" }).RegistryUrl);
        var options = new CatalogOptions { RegistryUrls = { [RegistryType.Harbor] = "configured.example.org" } };
        Assert.Equal("configured.example.org", Register(Valid with { RegistryType = RegistryType.Harbor }, options).RegistryUrl);
        Assert.Equal("ghcr.io", Register(Valid with { RegistryType = RegistryType.Github }).RegistryUrl);
    }

    [Fact]
    [Trait("Line", "S5")]
    public void S5_amazons_registry_needs_an_account()
    {
        var aws = Valid with { RegistryType = RegistryType.AwsPrivateEcr, RegistryUrl = "ecr.example.org" };

        Assert.Equal("registryConfig", Assert.Throws<InputInvalidException>(() => Register(aws)).Field);
        Assert.Equal("""{"account_id":"123"}""", Register(aws with { RegistryConfig = Json("""{ "account_id": "123" }""") }).RegistryConfig!.Value.GetRawText());
    }

    [Fact]
    [Trait("Line", "S13")]
    public void S13_a_template_whose_schema_is_no_draft_7_is_refused_by_its_key_and_parts_without_a_schema_are_taken()
    {
        var refusal = Assert.Throws<TemplateSchemaInvalidException>(() => Register(Valid with { Template = Json("""{ "options": { "schema": { "type": "text" } } }""") }));

        Assert.Equal("template.options", refusal.Key);
        Assert.NotNull(Register(Valid with { Template = Json("""{ "note": { "any": 1 }, "options": { "schema": { "type": "object" } } }""") }).Template);
    }

    [Fact]
    [Trait("Line", "S16")]
    public void S16_texts_are_trimmed_at_every_depth()
    {
        var plugin = Register(Valid with { Name = "  Name ", Labels = [" a ", "a", "b"], Tags = Json("""{ " icon ": { "url": " x " } }""") });

        Assert.Equal("Name", plugin.Name);
        Assert.Equal(["a", "b"], plugin.Labels);
        Assert.Equal("""{"icon":{"url":"x"}}""", plugin.Tags!.Value.GetRawText());
    }

    [Theory]
    [InlineData("", "name: The text is empty.")]
    [InlineData("a\0b", "name: The text holds a NUL character.")]
    public void A_text_that_cannot_be_kept_is_refused_by_its_argument(string name, string message) =>
        Assert.Equal(message, Assert.Throws<InputInvalidException>(() => Register(Valid with { Name = name })).Message);

    [Fact]
    public void Half_a_surrogate_pair_is_refused() =>
        Assert.Equal("name: The text is not valid Unicode.", Assert.Throws<InputInvalidException>(() => Register(Valid with { Name = "a" + (char)0xd800 })).Message);

    [Fact]
    [Trait("Line", "S17")]
    public void S17_only_the_local_repository_can_be_written_to()
    {
        foreach (var type in new[] { RepositoryType.Managed, RepositoryType.Imported })
            Assert.Equal("other", Assert.Throws<RepositoryReadOnlyException>(() => Plugin.Register(Repository.Create("other", type, null, null, Now), Valid, Guid.Empty, new CatalogOptions(), Now)).Repository);
    }

    [Fact]
    [Trait("Line", "S19")]
    public void S19_switching_twice_changes_nothing_the_second_time()
    {
        var plugin = Register(Valid);

        Assert.True(plugin.Disable(Now));
        var etag = plugin.Etag;
        Assert.False(plugin.Disable(Now));
        Assert.Equal((PluginState.Disabled, etag), (plugin.State, plugin.Etag));
        Assert.True(plugin.Enable(Now));
        Assert.NotEqual(etag, plugin.Etag);
    }

    private static RegisterPlugin Valid { get; } = new("Name", "inventory.Collector", "plugin-a", null, null, RegistryType.DockerHub, null, null, null, null, null, null, null, false);

    private static Plugin Register(RegisterPlugin input, CatalogOptions? options = null) =>
        Plugin.Register(Repository.Create("local", RepositoryType.Local, null, null, Now), input, Guid.Empty, options ?? new CatalogOptions(), Now);

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;
}
