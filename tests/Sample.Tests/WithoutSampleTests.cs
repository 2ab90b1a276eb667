#if !SAMPLE
namespace GraphQLPlugins.Sample.Tests;

public sealed class WithoutSampleTests
{
    [Fact(Skip = "Needs the sample beside the repository (../shared/hotchocolate-sample) when it is built.")]
    public void The_samples_classes_give_the_samples_schema_to_the_byte()
    {
    }
}
#endif
