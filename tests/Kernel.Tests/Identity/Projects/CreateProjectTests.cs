using GraphQLPlugins.Kernel.Identity.Projects;

namespace GraphQLPlugins.Kernel.Tests.Identity.Projects;

public sealed class CreateProjectTests
{
    [Fact]
    public async Task A_project_knows_its_line_from_the_top()
    {
        await using var host = await KernelHost.StartAsync();
        var top = await host.SendAsync(new CreateProject("top", null));
        var middle = await host.SendAsync(new CreateProject("middle", top.Id));
        var bottom = await host.SendAsync(new CreateProject("bottom", middle.Id));
        Assert.Equal([top.Id, middle.Id, bottom.Id], bottom.LineageIds());
        Assert.Equal(3L, await host.Database.ScalarAsync($"SELECT count(*) FROM kernel.projects WHERE lineage LIKE '{top.Lineage}%'"));
    }

    [Fact]
    public async Task Names_are_unique_below_one_parent_only()
    {
        await using var host = await KernelHost.StartAsync();
        var top = await host.SendAsync(new CreateProject("same", null));
        await host.SendAsync(new CreateProject("same", top.Id));
        await Assert.ThrowsAsync<ProjectNameTakenException>(() => host.SendAsync(new CreateProject("same", null)));
        await Assert.ThrowsAsync<ProjectNameTakenException>(() => host.SendAsync(new CreateProject("same", top.Id)));
        Assert.Equal(2L, await host.Database.ScalarAsync("SELECT count(*) FROM kernel.projects"));
    }

    [Fact]
    public async Task An_unknown_parent_is_refused()
    {
        await using var host = await KernelHost.StartAsync();
        Assert.Equal(["parentId"], (await Assert.ThrowsAsync<ProjectNotFoundException>(() => host.SendAsync(new CreateProject("lost", Guid.NewGuid())))).Path);
        Assert.Equal(0L, await host.Database.ScalarAsync("SELECT count(*) FROM kernel.projects"));
    }

    [Fact]
    public async Task Sixteen_levels_are_allowed_and_the_seventeenth_is_refused()
    {
        await using var host = await KernelHost.StartAsync();
        Guid? parent = null;
        for (var depth = 1; depth <= 16; depth++) parent = (await host.SendAsync(new CreateProject($"level {depth}", parent))).Id;
        await Assert.ThrowsAsync<ProjectTooDeepException>(() => host.SendAsync(new CreateProject("level 17", parent)));
        Assert.Equal(16L, await host.Database.ScalarAsync("SELECT count(*) FROM kernel.projects"));
    }
}
