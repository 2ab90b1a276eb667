using System.Text.Json;
using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.Response;

namespace GraphQLPlugins.Engine.TypeSystem;

/// <summary>A scalar of which only the SDL is known: it takes every literal and JSON value as it is.</summary>
internal sealed class SdlScalar(string? specifiedByUrl) : ScalarType
{
    public override string? SpecifiedByUrl { get; } = specifiedByUrl;

    public override object? ParseLiteral(IValueNode literal) => literal is NullValueNode ? null : literal;

    public override object? ParseJson(JsonElement value) => value;

    public override void Write(ResultWriter writer, object value) => throw new LeafCoercionException($"{Name} is known by its SDL only and cannot be written.");

    public override IValueNode ToLiteral(object? value) =>
        value as IValueNode ?? (value is null ? NullValueNode.Default : throw new LeafCoercionException($"{Name} cannot write `{value.GetType().Name}`."));
}
