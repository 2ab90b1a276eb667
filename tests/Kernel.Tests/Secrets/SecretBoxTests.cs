using System.Security.Cryptography;
using GraphQLPlugins.Kernel.Secrets;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Kernel.Tests.Secrets;

public sealed class SecretBoxTests
{
    [Fact]
    public async Task A_secret_opens_for_the_purpose_that_it_was_sealed_for_and_for_no_other()
    {
        await using var host = await KernelHost.StartAsync();
        var box = host.Services.GetRequiredService<SecretBox>();
        var bytes = box.Seal("s3cret", "sources", "hook", "a");
        Assert.Equal("s3cret", box.Open(bytes, "sources", "hook", "a"));
        Assert.ThrowsAny<CryptographicException>(() => box.Open(bytes, "sources", "hook", "b"));
        Assert.ThrowsAny<CryptographicException>(() => box.Open(bytes, "sources", "hook"));
        Assert.ThrowsAny<CryptographicException>(() => box.Open([1, 2, 3], "sources"));
    }

    [Fact]
    public async Task A_rotation_changes_the_key_that_seals_and_all_hosts_go_on_opening_everything()
    {
        await using var host = await KernelHost.StartAsync();
        await using var other = KernelHost.Build(host.Database.ConnectionString, []);
        var (here, there) = (host.Services.GetRequiredService<SecretBox>(), other.GetRequiredService<SecretBox>());
        var before = here.Seal("before", "p");
        Assert.Equal("before", there.Open(before, "p"));

        var rotated = await host.SendAsync(new RotateKeys());
        var after = here.Seal("after", "p");

        Assert.Equal(2, rotated.Count);
        Assert.Equal(rotated.KeyId, KeyOf(after));
        Assert.NotEqual(rotated.KeyId, KeyOf(before));
        Assert.Equal(("before", "after"), (here.Open(before, "p"), here.Open(after, "p")));
        // The other host has not read the ring since.
        Assert.Equal(("after", "before"), (there.Open(after, "p"), there.Open(before, "p")));
        Assert.Equal("rotateKeys", await host.Database.ScalarAsync("SELECT action FROM kernel.audit_entries"));
    }

    [Fact]
    public async Task A_host_seals_with_the_new_key_of_another_one_after_five_minutes()
    {
        var clock = new FakeClock(DateTimeOffset.UtcNow);
        await using var host = await KernelHost.StartAsync([], null, clock);
        await using var other = KernelHost.Build(host.Database.ConnectionString, [], clock: clock);
        var there = other.GetRequiredService<SecretBox>();
        there.Seal("x", "p");
        var rotated = await host.SendAsync(new RotateKeys());

        clock.Time += TimeSpan.FromMinutes(5);

        Assert.Equal(rotated.KeyId, KeyOf(there.Seal("x", "p")));
    }

    private static Guid KeyOf(byte[] sealedSecret) => new(sealedSecret.AsSpan(4, 16));
}
