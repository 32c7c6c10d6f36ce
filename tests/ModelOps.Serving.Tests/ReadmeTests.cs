using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ModelOps.Serving.Batching;
using ModelOps.TestSupport;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace ModelOps.Serving.Tests;

[Collection(nameof(ReadmeTests))]
[CollectionDefinition(nameof(ReadmeTests), DisableParallelization = true)]
public sealed class ReadmeTests : IDisposable
{
    private readonly CurrentFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Readme_ConsoleTool_Answers()
    {
        _folder.Write("demand.onnx", TestModels.Affine(scale: 2, offset: 1));

        float[] answer = await CallAsync([]);

        Assert.Equal([3, 5, 7, 9], answer);
    }

    [Fact]
    public void Diagnostics_SwitchedOn_MetricsAndSpansAreObserved()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        Observe(builder);
        using IHost host = builder.Build();

        Assert.NotNull(host.Services.GetRequiredService<MeterProvider>());
        Assert.NotNull(host.Services.GetRequiredService<TracerProvider>());
        using ActivitySource source = new(ModelOpsDiagnostics.ActivitySourceName);
        Assert.True(source.HasListeners());
    }

    private static async Task<float[]> CallAsync(string[] args)
    {
        // <snippet:src/ModelOps.Serving/README.md#1>
        HostApplicationBuilder builder = Host.CreateApplicationBuilder(args);
        builder.Services.AddModelOps().AddServing();
        using IHost host = builder.Build();
        await host.StartAsync();
        await host.Services.GetRequiredService<IModelHost>().AddAsync(new() { Name = "demand", File = "demand.onnx" }); // answers when this returns

        IInferenceClient client = host.Services.GetRequiredService<IInferenceClient>();
        using InferenceRequest request = new(ModelReference.Parse("demand"));
        request.Inputs.Add(InferenceTensor.Create<float>("x", [1, 4], [1, 2, 3, 4]));
        using InferenceResponse response = await client.InferAsync(request);
        ReadOnlySpan<float> y = response.Outputs["y"].AsSpan<float>();
        // </snippet>
        return y.ToArray();
    }

    [Fact]
    public async Task Guide_Batching_ModelSaysHowItIsBatched()
    {
        _folder.Write("demand.onnx", TestModels.Affine(scale: 2, offset: 1));
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddModelOps().AddServing();
        using IHost host = builder.Build();

        Assert.Equal("bit-equal", await HostBatchedAsync(host.Services.GetRequiredService<IModelHost>(), host.Services.GetRequiredService<IInferenceClient>()));
    }

    private static async Task<string> HostBatchedAsync(IModelHost host, IInferenceClient client)
    {
        // <snippet:docs/guides/batching.md#1>
        BatchingOptions batching = new()
        {
            Mode = BatchingMode.On,
            MaxRows = 64,
            MaxBacklog = TimeSpan.FromSeconds(2),
        };
        batching.TenantWeights["gold"] = 4;
        await host.AddAsync(new() { Name = "demand", File = "demand.onnx", Runtime = "onnxruntime", Batching = batching });

        ModelMetadata metadata = await client.GetMetadataAsync(ModelReference.Parse("demand"));
        string invariance = metadata.Properties["batching.invariance"];
        // </snippet>
        return invariance;
    }

    private static void Observe(HostApplicationBuilder builder)
    {
        // <snippet:docs/diagnostics.md#1>
        builder.Services.AddOpenTelemetry()
            .WithMetrics(metrics => metrics.AddModelOpsInstrumentation())
            .WithTracing(tracing => tracing.AddModelOpsInstrumentation());
        // </snippet>
    }
}
