using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using ModelOps.Serving.Tests.Fakes;
using ModelOps.TestSupport;

namespace ModelOps.Serving.Tests.Caching;

public sealed class CachingInferenceClientTests
{
    [Fact]
    public async Task InferAsync_AskedBefore_AnswersWithoutTheModel()
    {
        using CacheTestHost host = await CacheTestHost.StartAsync();
        await host.CallAsync(3);
        using InferenceRequest request = CacheTestHost.CreateRequest(3);
        request.Id = "second";

        using InferenceResponse response = await host.Host.Client.InferAsync(request);

        Assert.Equal((7f, true, "second"), (response.Outputs["y"].AsSpan<float>()[0], response.IsCached, response.Id));
        Assert.Equal(("affine", "1.0.0"), (response.ModelName, response.ModelVersion));
        Assert.Equal([1L, 1L], response.Outputs["y"].Shape.ToArray());
        Assert.Equal(1, host.Runs);
        ModelStatistics statistics = Assert.Single(host.Host.Host.GetStatistics(CacheTestHost.Model));
        Assert.Equal((1, 1, 1, 1), (statistics.InferenceCount, statistics.Success.Count, statistics.CacheHit.Count, statistics.CacheMiss.Count));
        Assert.Equal((9f, false), await host.CallAsync(4));
    }

    [Fact]
    public async Task InferAsync_Metrics_CountWhatBecameOfEachCall()
    {
        using CacheTestHost host = await CacheTestHost.StartAsync();
        using MetricCollector<long> lookups = new(host.Host.Services.GetRequiredService<IMeterFactory>(), ModelOpsDiagnostics.MeterName, "modelops.cache.lookups");
        await host.CallAsync(3);
        await host.CallAsync(3);
        await host.CallAsync(3, static r => r.Parameters.Set("unknown", true));

        Assert.Equal(["miss", "hit", "bypass"], lookups.GetMeasurementSnapshot().Select(static m => m.Tags["modelops.cache.result"]));
        Assert.All(lookups.GetMeasurementSnapshot(), static m => Assert.Equal(CacheTestHost.Model, m.Tags[ModelOpsTagNames.Model]));
    }

    [Fact]
    public async Task InferAsync_Hit_AllocatesNothing()
    {
        using CacheTestHost host = await CacheTestHost.StartAsync();
        using InferenceRequest request = CacheTestHost.CreateRequest(3);
        request.Context.Tenant = "acme";
        using InferenceResponse response = new();
        IInferenceClient client = host.Host.Client;

        Assert.Equal(0, Allocations.Fewest(() => client.InferAsync(request, response)));
        Assert.Equal(1, host.Runs);
    }

    [Fact]
    public async Task InferAsync_ModelNotNamed_IsNotCached()
    {
        using CacheTestHost host = await CacheTestHost.StartAsync();
        await host.Host.AddFileAsync("other", TestModels.Affine(1f, 1f, columns: 1));
        for (int i = 0; i < 2; i++)
        {
            using InferenceRequest request = TestHost.CreateRequest("other");
            using InferenceResponse response = await host.Host.Client.InferAsync(request);
            Assert.False(response.IsCached);
        }
    }

    [Fact]
    public async Task InferAsync_DifferentTenantOrParameters_IsAnotherQuestion()
    {
        using CacheTestHost host = await CacheTestHost.StartAsync(static o => o.Models[CacheTestHost.Model].Parameters.Add("temperature"));

        Assert.False((await host.CallAsync(3)).IsCached);
        Assert.False((await host.CallAsync(3, static r => r.Context.Tenant = "acme")).IsCached);
        Assert.False((await host.CallAsync(3, static r => r.Context.Tenant = string.Empty)).IsCached);
        Assert.False((await host.CallAsync(3, static r => r.Parameters.Set("temperature", 1.0))).IsCached);
        Assert.False((await host.CallAsync(3, static r => r.Parameters.Set("temperature", 1L))).IsCached);
        Assert.True((await host.CallAsync(3, static r => r.Parameters.Set("temperature", 1.0))).IsCached);
        Assert.True((await host.CallAsync(3, static r => r.Context.RoutingKey = "k")).IsCached); // not a part of the question
    }

    [Fact]
    public async Task InferAsync_UnknownParameter_GoesByTheCache()
    {
        using CacheTestHost host = await CacheTestHost.StartAsync();
        for (int i = 0; i < 2; i++) { Assert.False((await host.CallAsync(3, static r => r.Parameters.Set("sequence_id", 7L))).IsCached); }

        Assert.Equal(2, host.Runs);
    }

    [Fact]
    public async Task InferAsync_TimeIsOver_ModelAnswersAgain()
    {
        using CacheTestHost host = await CacheTestHost.StartAsync(static o => (o.TimeToLive, o.Jitter) = (TimeSpan.FromMinutes(1), 0.5));
        await host.CallAsync(3);

        host.Host.Time.Advance(TimeSpan.FromSeconds(29));
        Assert.True((await host.CallAsync(3)).IsCached);
        host.Host.Time.Advance(TimeSpan.FromSeconds(32));
        Assert.False((await host.CallAsync(3)).IsCached);
    }

    [Fact]
    public async Task InferAsync_ModelReplacedUnderTheSameVersion_NothingOfTheOldOneIsGiven()
    {
        using CacheTestHost host = await CacheTestHost.StartAsync();
        await host.CallAsync(3);

        await host.LoadAsync(offset: 100);

        Assert.Equal((106f, false), await host.CallAsync(3));
        Assert.Equal((106f, true), await host.CallAsync(3));
        Assert.Equal(1, host.Cache.Memory.Count); // what the old one gave is dropped
    }

    [Fact]
    public async Task InferAsync_ModelDrawsRandomNumbers_IsNotCached()
    {
        using CacheTestHost host = new();
        byte[] model = TestModels.Write(
            [new Onnx.OnnxNode("RandomUniformLike", ["x"], ["y"])],
            [new Onnx.OnnxValueInfo("x", Onnx.OnnxElementType.Float, [-1, 1])], [new Onnx.OnnxValueInfo("y", Onnx.OnnxElementType.Float, [-1, 1])], []);
        await host.Host.AddFileAsync(CacheTestHost.Model, model);
        ModelGeneration generation = host.Host.Host.Peek(ModelReference.ToModel(CacheTestHost.Model))!;

        Assert.Equal("RandomUniformLike", Serving.Caching.GenerationExamination.FindRandomOperator(generation));
        for (int i = 0; i < 20; i++)
        {
            Assert.False((await host.CallAsync(3)).IsCached);
            await Task.Yield();
        }
    }

    [Fact]
    public async Task InferAsync_DoesNotPay_SwitchesItselfOffAndTriesAgain()
    {
        using CacheTestHost host = await CacheTestHost.StartAsync(static o => o.TrialCalls = 100);
        host.Host.Time.AutoAdvanceAmount = TimeSpan.FromMilliseconds(1); // each look at the clock costs
        for (int i = 0; i < 100; i++) { await host.CallAsync(i); } // no question twice
        await host.CallAsync(99);

        Assert.False((await host.CallAsync(99)).IsCached);
        host.Host.Time.Advance(TimeSpan.FromMinutes(1));
        await host.CallAsync(99);
        Assert.True((await host.CallAsync(99)).IsCached);
    }

    [Fact]
    public async Task InferAsync_NotInTheOptions_IsNotInThePipeline()
    {
        using TestHost host = new();
        await host.AddFileAsync("affine", TestModels.Affine(2f, 1f, columns: 1));

        await host.CallAsync("affine");

        Assert.False(host.Services.GetRequiredService<Serving.Caching.ResponseCache>().IsConfigured);
    }
}
