using System.Globalization;
using System.Text.Json;
using GraphQLPlugins.Engine.Types;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Engine.Tests.Binding;

public sealed class ScalarTests
{
    [Theory]
    [InlineData("dateTime", "\"2025-01-02T03:04:05Z\"", "\"2025-01-02T03:04:05.000Z\"")]
    [InlineData("dateTime", "\"2025-01-02t03:04:05.6789+02:00\"", "\"2025-01-02T01:04:05.678Z\"")]
    [InlineData("offset", "\"2025-01-02T03:04:05.123-05:30\"", "\"2025-01-02T03:04:05.123-05:30\"")]
    [InlineData("date", "\"2025-12-31\"", "\"2025-12-31\"")]
    [InlineData("time", "\"23:59:01\"", "\"23:59:01\"")]
    [InlineData("span", "\"P1DT2H3M4S\"", "\"P1DT2H3M4S\"")]
    [InlineData("guid", "\"0F8FAD5BD9CB469FA16570867728950E\"", "\"0f8fad5b-d9cb-469f-a165-70867728950e\"")]
    [InlineData("uri", "\"https://example.org/a?b=c\"", "\"https://example.org/a?b=c\"")]
    [InlineData("uri", "\"/relative\"", "\"/relative\"")]
    [InlineData("long", "9007199254740993", "9007199254740993")]
    [InlineData("short", "-32768", "-32768")]
    [InlineData("byte", "255", "255")]
    [InlineData("decimal", "12.340", "12.340")]
    [InlineData("decimal", "7", "7")]
    [InlineData("float", "3", "3")]
    [InlineData("sByte", "-128", "-128")]
    [InlineData("uShort", "65535", "65535")]
    [InlineData("uInt", "4294967295", "4294967295")]
    [InlineData("uLong", "18446744073709551615", "18446744073709551615")]
    [InlineData("bytes", "[1, 2]", "[1,2]")]
    [InlineData("any", "{ a: [1, 2.5, \"x\", true, null], b: E }", "{\"a\":[1,2.5,\"x\",true,null],\"b\":\"E\"}")]
    [InlineData("json", "{ a: [1, 2.50, \"x\"] }", "{\"a\":[1,2.50,\"x\"]}")]
    [InlineData("array", "\"AQID\"", "\"AQID\"")]
    public async Task Values_come_back_as_they_were_given(string field, string literal, string expected) =>
        Assert.Equal("{\"data\":{\"" + field + "\":" + expected + "}}", await Graph.AskAsync(b => b.AddQueryType<Echo>(), $"{{ {field}(value: {literal}) }}"));

    [Theory]
    [InlineData("dateTime", "\"2025-01-02T03:04:05\"")]
    [InlineData("dateTime", "\"2025-01-02T03:04:05-00:00\"")]
    [InlineData("dateTime", "\"2025-13-02T03:04:05Z\"")]
    [InlineData("date", "\"2025-2-1\"")]
    [InlineData("time", "\"24:00:00\"")]
    [InlineData("span", "\"five minutes\"")]
    [InlineData("guid", "\"x\"")]
    [InlineData("uri", "\"not a url\"")]
    [InlineData("long", "\"1\"")]
    [InlineData("short", "32768")]
    [InlineData("byte", "256")]
    [InlineData("byte", "-1")]
    [InlineData("decimal", "\"1\"")]
    [InlineData("array", "\"???\"")]
    public async Task Other_forms_are_refused(string field, string literal)
    {
        var json = await Graph.AskAsync(b => b.AddQueryType<Echo>(), $"{{ {field}(value: {literal}) }}");

        using var document = JsonDocument.Parse(json);
        Assert.Equal("The specified argument value does not match the argument type.", document.RootElement.GetProperty("errors")[0].GetProperty("message").GetString());
        Assert.False(document.RootElement.TryGetProperty("data", out _));
    }

    [Fact]
    public async Task A_value_out_of_the_parameters_range_is_the_fields_error()
    {
        var json = await Graph.AskAsync(b => b.AddQueryType<Echo>(), "{ uShort(value: 65536) }");

        Assert.Equal(
            """{"errors":[{"message":"The value of type `Int32` cannot be converted to `UInt16`.","locations":[{"line":1,"column":3}],"path":["uShort"],"extensions":{"code":"HC0001"}}],"data":null}""",
            json);
    }

    [Fact]
    public async Task Scalars_are_chosen_by_clr_type()
    {
        var sdl = await Graph.SdlAsync(b => b.AddQueryType<Echo>(), "Echo", "DateTime", "UUID");

        Assert.Equal(
            """
            type Echo {
              dateTime(value: DateTime!): DateTime!
              offset(value: DateTime!): DateTime!
              date(value: LocalDate!): LocalDate!
              time(value: LocalTime!): LocalTime!
              span(value: TimeSpan!): TimeSpan!
              guid(value: UUID!): UUID!
              uri(value: URL!): URL!
              long(value: Long!): Long!
              short(value: Short!): Short!
              byte(value: Byte!): Byte!
              decimal(value: Decimal!): Decimal!
              float(value: Float!): Float!
              sByte(value: Short!): Short!
              uShort(value: Int!): Int!
              uInt(value: Long!): Long!
              uLong(value: Decimal!): Decimal!
              char(value: String!): String!
              bytes(value: [Byte!]!): [Byte!]!
              any(value: Any): Any
              json(value: JSON!): JSON!
              array(value: ByteArray): ByteArray
            }

            "The `DateTime` scalar represents an ISO-8601 compliant date time type."
            scalar DateTime @specifiedBy(url: "https:\/\/www.graphql-scalars.com\/date-time")

            scalar UUID @specifiedBy(url: "https:\/\/tools.ietf.org\/html\/rfc4122")
            """, sdl);
    }

    [Fact]
    public async Task A_scalar_registered_by_hand_takes_the_place_of_the_built_in_one()
    {
        var json = await Graph.AskAsync(
            b => b.AddQueryType<Echo>().AddType(new UuidType('N')).AddType(() => new TimeSpanType(TimeSpanFormat.DotNet)),
            "{ guid(value: \"0f8fad5b-d9cb-469f-a165-70867728950e\") span(value: \"00:05:00\") }");

        Assert.Equal("""{"data":{"guid":"0f8fad5bd9cb469fa16570867728950e","span":"00:05:00"}}""", json);
    }

    public sealed class Echo
    {
        public DateTime DateTime(DateTime value) => value;
        public DateTimeOffset Offset(DateTimeOffset value) => value;
        public DateOnly Date(DateOnly value) => value;
        public TimeOnly Time(TimeOnly value) => value;
        public TimeSpan Span(TimeSpan value) => value;
        public Guid Guid(Guid value) => value;
        public Uri Uri(Uri value) => value;
        public long Long(long value) => value;
        public short Short(short value) => value;
        public byte Byte(byte value) => value;
        public decimal Decimal(decimal value) => value;
        public double Float(double value) => value;
        public sbyte SByte(sbyte value) => value;
        public ushort UShort(ushort value) => value;
        public uint UInt(uint value) => value;
        public ulong ULong(ulong value) => value;
        public char Char(char value) => char.ToUpper(value, CultureInfo.InvariantCulture);
        public byte[] Bytes(byte[] value) => value;
        [GraphQLType<AnyType>] public object? Any([GraphQLType<AnyType>] object? value) => value;
        public JsonElement Json(JsonElement value) => value;
        [GraphQLType<ByteArrayType>] public byte[] Array([GraphQLType<ByteArrayType>] byte[] value) => value;
    }
}
