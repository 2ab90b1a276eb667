using GraphQLPlugins.Engine.Types;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Engine.Tests.Binding;

public sealed class DescriptionTests
{
    [Fact]
    public async Task Documentation_comments_become_descriptions()
    {
        var sdl = await Graph.SdlAsync(b => b.AddQueryType<Documented>(), "Documented", "Mood", "DocumentedArgumentInput");

        Assert.Equal(
            """"
            "A documented thing with Mood and `text`."
            type Documented {
              """
              Finds a thing
              by name.

              **Returns:**
              The thing or null.

              **Errors:**
              1. NOT_FOUND: Nothing of that name.
              2. BUSY: Try later.
              """
              find("The name, see argument." name: String! argument: DocumentedArgumentInput): String
              "By attribute."
              attributed: Int!
              "As the interface says."
              inherited: Int!
              plain: Int!
              old: Int! @deprecated(reason: "use plain")
              older: Int! @deprecated
              mood: Mood!
            }

            input DocumentedArgumentInput {
              "How many."
              count: Int!
            }

            "How it feels."
            enum Mood {
              "Not bad."
              GOOD
              BAD @deprecated(reason: "be good")
            }
            """", sdl);
    }

    [Fact]
    public async Task Comments_are_left_out_by_option()
    {
        var sdl = await Graph.SdlAsync(b => b.AddQueryType<Documented>().ModifyOptions(o => o.UseXmlDocumentation = false), "Mood");

        Assert.Equal("enum Mood {\n  GOOD\n  BAD @deprecated(reason: \"be good\")\n}", sdl);
    }

    /// <summary>A documented thing with <see cref="Mood"/> and <c>`text`</c>.</summary>
    public sealed class Documented : IDocumented
    {
        /// <summary>
        ///     Finds a thing
        ///     by name.
        /// </summary>
        /// <param name="name">The name, see <paramref name="argument"/>.</param>
        /// <param name="argument"></param>
        /// <returns>The thing or null.</returns>
        /// <exception cref="System.ArgumentException" code="NOT_FOUND">Nothing of that name.</exception>
        /// <exception cref="System.ArgumentException" code="BUSY">Try later.</exception>
        public string? Find(string name, DocumentedArgument? argument) => name + argument;

        /// <summary>Hidden by the attribute.</summary>
        [GraphQLDescription("By attribute.")]
        public int Attributed => 1;

        /// <inheritdoc/>
        public int Inherited => 1;

        public int Plain => 1;

        [GraphQLDeprecated("use plain")]
        public int Old => 1;

        [Obsolete]
        public int Older => 1;

        public Mood Mood => Mood.Good;
    }

    public interface IDocumented
    {
        /// <summary>As the interface says.</summary>
        int Inherited { get; }
    }

    public sealed class DocumentedArgument
    {
        /// <summary>How many.</summary>
        public int Count { get; set; }
    }

    /// <summary>How it feels.</summary>
    public enum Mood
    {
        /// <summary>Not bad.</summary>
        Good,

        [GraphQLDeprecated("be good")]
        Bad,
    }
}
