using Grpc.Core;
using Grpc.Health.V1;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using ModelOps.OpenInference.Tests.Fakes;
using ModelOps.Serving.AspNetCore.Tests.Fakes;
using ServingStatus = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace ModelOps.OpenInference.Tests.Grpc;

public sealed class GrpcHealthTests
{
    [Fact]
    public async Task Check_HostServiceModelUnknown()
    {
        FakeModels models = FakeModels.WithEcho();
        await using WireHost host = await WireHost.StartAsync(models);
        Health.HealthClient health = new(host.Calls);

        foreach (string name in (string[])["", "inference.GRPCInferenceService", "sum", "sum@champion"])
        {
            models.IsReady = true;
            Assert.Equal(ServingStatus.Serving, (await health.CheckAsync(new HealthCheckRequest { Service = name })).Status);
            models.IsReady = false;
            Assert.Equal(ServingStatus.NotServing, (await health.CheckAsync(new HealthCheckRequest { Service = name })).Status);
        }

        foreach (string name in (string[])["no-such", "a/b", "sum:7"])
        {
            RpcException error = await Assert.ThrowsAsync<RpcException>(async () => await health.CheckAsync(new HealthCheckRequest { Service = name }));
            Assert.Equal(StatusCode.NotFound, error.StatusCode);
        }
    }

    [Fact]
    public async Task Watch_TellsChangesOnlyAndTheStop()
    {
        FakeModels models = FakeModels.WithEcho();
        FakeTimeProvider time = new();
        WireHost host = await WireHost.StartAsync(models, b => b.Services.AddSingleton<TimeProvider>(time));
        await using WireHost hostDisposed = host;
        Health.HealthClient health = new(host.Calls);
        using AsyncServerStreamingCall<HealthCheckResponse> watch = health.Watch(new HealthCheckRequest { Service = "sum" });

        Assert.Equal(ServingStatus.Serving, await NextAsync(watch));
        time.Advance(TimeSpan.FromSeconds(3));
        models.IsReady = false;
        Task<ServingStatus> next = NextAsync(watch);
        while (!next.IsCompleted) { time.Advance(TimeSpan.FromSeconds(1)); await Task.Yield(); }
        Assert.Equal(ServingStatus.NotServing, await next);
        models.IsReady = true;
        next = NextAsync(watch);
        while (!next.IsCompleted) { time.Advance(TimeSpan.FromSeconds(1)); await Task.Yield(); }
        Assert.Equal(ServingStatus.Serving, await next);

        Task stopping = host.StopAsync();
        Assert.Equal(ServingStatus.NotServing, await NextAsync(watch));
        Assert.False(await watch.ResponseStream.MoveNext(default));
        await stopping;
    }

    [Fact]
    public async Task Watch_UnknownModel_ServiceUnknownUntilItIsThere()
    {
        FakeModels models = new();
        FakeTimeProvider time = new();
        await using WireHost host = await WireHost.StartAsync(models, b => b.Services.AddSingleton<TimeProvider>(time));
        using AsyncServerStreamingCall<HealthCheckResponse> watch = new Health.HealthClient(host.Calls).Watch(new HealthCheckRequest { Service = "late" });

        Assert.Equal(ServingStatus.ServiceUnknown, await NextAsync(watch));
        models.AddEcho("late", TensorDataType.Float32, 1);
        Task<ServingStatus> next = NextAsync(watch);
        while (!next.IsCompleted) { time.Advance(TimeSpan.FromSeconds(1)); await Task.Yield(); }
        Assert.Equal(ServingStatus.Serving, await next);
    }

    private static async Task<ServingStatus> NextAsync(AsyncServerStreamingCall<HealthCheckResponse> watch)
    {
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(30));
        Assert.True(await watch.ResponseStream.MoveNext(patience.Token));
        return watch.ResponseStream.Current.Status;
    }
}
