using Microsoft.Extensions.DependencyInjection;

namespace ModelOps.Tests.DependencyInjection;

public sealed class ModelOpsServiceCollectionExtensionsTests
{
    [Fact]
    public void AddModelOps_CalledTwice_RegistersOnce()
    {
        ServiceCollection services = new();
        IModelOpsBuilder builder = services.AddModelOps();
        int once = services.Count;
        services.AddModelOps();

        Assert.Same(services, builder.Services);
        Assert.Equal(once, services.Count);
    }

    [Fact]
    public void AddModelOps_HostHasItsOwnClock_KeepsIt()
    {
        StoppedClock clock = new();
        ServiceCollection services = new();
        services.AddSingleton<TimeProvider>(clock);
        services.AddModelOps();

        using ServiceProvider provider = services.BuildServiceProvider(validateScopes: true);
        Assert.Same(clock, provider.GetRequiredService<TimeProvider>());
    }

    private sealed class StoppedClock : TimeProvider;
}
