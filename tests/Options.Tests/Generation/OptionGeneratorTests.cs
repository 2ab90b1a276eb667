using System.Text.Json;
using GraphQLPlugins.Options.Definitions;
using GraphQLPlugins.Options.Generation;

namespace GraphQLPlugins.Options.Tests.Generation;

public sealed class OptionGeneratorTests
{
    [Fact]
    public void A_password_has_one_of_each_kind_at_least_however_short_it_is()
    {
        var declared = Read("""{"format":"password","length":8}""");

        for (var i = 0; i < 2000; i++)
        {
            var password = OptionGenerator.Make(declared);
            Assert.Equal(8, password.Length);
            Assert.True(password.Any(char.IsAsciiLetterLower) && password.Any(char.IsAsciiLetterUpper) && password.Any(char.IsAsciiDigit) && password.Any(c => !char.IsAsciiLetterOrDigit(c)), password);
        }
    }

    [Fact]
    public void Every_character_of_the_alphabet_comes_up_and_none_other()
    {
        var made = string.Concat(Enumerable.Range(0, 50).Select(_ => OptionGenerator.Make(Read("""{"length":100,"alphabet":"abcABC019-"}"""))));

        Assert.Equal("-019ABCabc", string.Concat(made.Distinct().Order()));
        Assert.Equal(5000, made.Length);
    }

    [Theory]
    [InlineData("""true""", OptionGenerationFormat.Token, 32, 62)]
    [InlineData("""{"format":"novel"}""", OptionGenerationFormat.Token, 32, 62)]
    [InlineData("""{"length":7}""", OptionGenerationFormat.Token, 32, 62)]
    [InlineData("""{"length":1025}""", OptionGenerationFormat.Token, 32, 62)]
    [InlineData("""{"length":12.5}""", OptionGenerationFormat.Token, 32, 62)]
    [InlineData("""{"length":1e30,"alphabet":"a"}""", OptionGenerationFormat.Token, 32, 62)]
    [InlineData("""{"length":8,"alphabet":"aab"}""", OptionGenerationFormat.Token, 8, 2)]
    [InlineData("""{"alphabet":"a b"}""", OptionGenerationFormat.Token, 32, 62)]
    [InlineData("""{"format":"password"}""", OptionGenerationFormat.Password, 20, 76)]
    [InlineData("""{"format":"uuid","length":12}""", OptionGenerationFormat.Uuid, 36, 17)]
    public void What_is_declared_counts_within_bounds(string declared, OptionGenerationFormat format, int length, int alphabet)
    {
        var read = Read(declared);

        Assert.Equal((format, length, alphabet), (read.Format, read.Length, read.Alphabet.Length));
    }

    [Theory]
    [InlineData("""{"settings":[{"key":"K","type":"generated","generate":{"length":40}}]}""")]
    [InlineData("""[{"name":"K","type":"generated","generate":{"length":40}}]""")]
    [InlineData("""{"properties":{"K":{"type":"string","writeOnly":true,"x-generated":{"length":40}}}}""")]
    public void Each_form_of_declaration_can_say_how(string declaration)
    {
        var option = OptionSchema.Read(JsonDocument.Parse(declaration).RootElement).Find("K")!;

        Assert.Equal((OptionType.Generated, 40, true), (option.Type, option.Generation!.Length, option.IsSecret));
    }

    private static OptionGeneration Read(string declared) => GenerationReader.Read(JsonDocument.Parse(declared).RootElement);
}
