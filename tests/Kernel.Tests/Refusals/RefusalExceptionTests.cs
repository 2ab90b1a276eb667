using GraphQLPlugins.Kernel.Identity.Projects;
using GraphQLPlugins.Kernel.Identity.Tokens;
using GraphQLPlugins.Kernel.Refusals;

namespace GraphQLPlugins.Kernel.Tests.Refusals;

public sealed class RefusalExceptionTests
{
    [Fact]
    public void The_code_is_the_name_in_upper_case()
    {
        Assert.Equal("SCOPE_EXCEEDS_REQUESTER", new ScopeExceedsRequesterException("a").Code);
        Assert.Equal("HTTP_URL_BAD2", new HTTPUrlBad2Exception().Code);
    }

    [Fact]
    public void The_path_names_the_argument_at_fault_where_there_is_one()
    {
        Assert.Equal(["parentId"], new ProjectNotFoundException("parentId").Path);
        Assert.Null(new HTTPUrlBad2Exception().Path);
        Assert.False(new HTTPUrlBad2Exception().Retryable);
    }

    [Theory]
    [InlineData("", "name must not be blank.")]
    [InlineData(" ", "name must not be blank.")]
    [InlineData("abcdef", "name has 6 characters, more than the 5 allowed.")]
    [InlineData("a\0b", "name contains a control character.")]
    [InlineData("a\nb", "name contains a control character.")]
    public void A_bad_name_is_refused_with_the_reason(string name, string message)
    {
        var refusal = Assert.Throws<TextInvalidException>(() => TextInvalidException.Name("name", name, 5));
        Assert.Equal(message, refusal.Message);
        Assert.Equal(["name"], refusal.Path);
    }

    [Fact]
    public void Half_a_surrogate_pair_is_refused_and_a_whole_one_is_not()
    {
        Assert.Equal("name contains half a surrogate pair.", Assert.Throws<TextInvalidException>(() => TextInvalidException.Name("name", "a\ud83d", 5)).Message);
        Assert.Equal("name contains half a surrogate pair.", Assert.Throws<TextInvalidException>(() => TextInvalidException.Name("name", "\udca9a", 5)).Message);
        Assert.Equal("a\ud83d\udca9", TextInvalidException.Name("name", "a\ud83d\udca9", 5));
    }

    private sealed class HTTPUrlBad2Exception() : RefusalException("No.");
}
