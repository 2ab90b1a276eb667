using System.Text.Json;

namespace GraphQLPlugins.Catalog.Import;

/// <summary>An element of the list of managed plugins. The image is put below the publisher's name, as the originals do (S27).</summary>
internal static class ManagedRecord
{
    public static PluginRecord Read(JsonElement record, int line, string imagePrefix)
    {
        var image = record.Required("image", 255);
        return new PluginRecord
        {
            Line = line,
            PluginId = record.Text("plugin_id", UniformRecord.MaxIdLength) ?? image[(image.LastIndexOf('/') + 1)..],
            Name = record.Required("name", UniformRecord.MaxNameLength),
            Description = record.Object("tags")?.Text("description"),
            ResourceType = record.Text("resource_type", 255) ?? record.Text("service_type", 255),
            Provider = record.Text("provider", 255),
            Image = imagePrefix + image,
            Labels = record.Texts("labels"),
            Capability = record.Object("capability"),
            Template = record.Object("template"),
            Docs = record.Object("docs"),
            Tags = record.Object("tags"),
        };
    }
}
