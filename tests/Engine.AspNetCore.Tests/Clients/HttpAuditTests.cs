using GraphQLPlugins.Engine.AspNetCore.Tests.Sample;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Engine.AspNetCore.Tests.Clients;

/// <summary>The audits of npm graphql-http: MUST, SHOULD and MAY.</summary>
public sealed class HttpAuditTests
{
    [NodeFact]
    public async Task All_audits_pass_in_the_draft_s_legacy_mode()
    {
        await using var app = await TestApp.StartAsync(schema => schema.ModifyHttpResponses(o => o.HttpTransportVersion = HttpTransportVersion.Legacy));
        var (exitCode, failed, complaints) = await NodeClient.RunAsync("http/audit.mjs", $"{app.Address}graphql");
        Assert.True(failed == "" && exitCode == 0, complaints);
    }

    /// <summary>
    /// The default follows HotChocolate's table where the two disagree: 47DE and 80D8 want <c>application/json</c> for clients that accept anything,
    /// who get <c>application/graphql-response+json</c>; BCF8 wants 400 for a broken body under <c>application/json</c>, which is always answered with 200.
    /// </summary>
    [NodeFact]
    public async Task By_default_all_pass_but_three_that_contradict_the_table()
    {
        await using var app = await TestApp.StartAsync();
        var (exitCode, failed, complaints) = await NodeClient.RunAsync("http/audit.mjs", $"{app.Address}graphql");
        Assert.True(failed == "47DE\n80D8\nBCF8\n" && exitCode == 0, complaints);
    }
}
