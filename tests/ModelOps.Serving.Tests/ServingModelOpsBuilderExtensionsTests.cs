using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ModelOps.Serving.OnnxRuntime;
using ModelOps.Serving.Tests.Fakes;
using ModelOps.TestSupport;

namespace ModelOps.Serving.Tests;

public sealed class ServingModelOpsBuilderExtensionsTests
{
    [Fact]
    public void AddServing_Twice_OneOfEachAndListsBoundOnce()
    {
        HostApplicationBuilder builder = CreateBuilder(new()
        {
            ["ModelOps:Serving:Models:0:Name"] = "demand",
            ["ModelOps:Serving:Models:0:Aliases:0"] = "champion",
            ["ModelOps:Serving:Models:0:Aliases:1"] = "candidate",
            ["ModelOps:Serving:DrainTimeout"] = "00:00:07",
            ["ModelOps:Serving:OnnxRuntime:IntraOpThreads"] = "2",
            ["ModelOps:Serving:OnnxRuntime:ConfigEntries:session.disable_prepacking"] = "1",
        });
        using FakeRegistry registry = new();
        builder.Services.AddSingleton<IModelRegistry>(registry);
        builder.Services.AddModelOps().AddServing();
        builder.Services.AddModelOps().AddServing(static o => o.WarmUpRuns = 3);

        using IHost host = builder.Build();

        ServingOptions serving = host.Services.GetRequiredService<IOptions<ServingOptions>>().Value;
        Assert.Equal(["champion", "candidate"], Assert.Single(serving.Models).Aliases);
        Assert.Equal((3, TimeSpan.FromSeconds(7)), (serving.WarmUpRuns, serving.DrainTimeout));
        OnnxRuntimeOptions onnx = host.Services.GetRequiredService<IOptions<OnnxRuntimeOptions>>().Value;
        Assert.Equal((2, "1"), (onnx.IntraOpThreads, onnx.ConfigEntries["session.disable_prepacking"]));
        Assert.Distinct(host.Services.GetServices<IHostedService>().Select(static s => s.GetType()));
        Assert.Equal(["auto", "simd", "onnxruntime"], host.Services.GetServices<IModelRuntime>().Select(static runtime => runtime.Name));
        Assert.Same(host.Services.GetRequiredService<IModelHost>(), host.Services.GetRequiredService<IModelHost>());
    }

    [Fact]
    public async Task StartAsync_BadOptions_StopsWithEveryFailure()
    {
        HostApplicationBuilder builder = CreateBuilder(new()
        {
            ["ModelOps:Serving:WarmUpRuns"] = "-1",
            ["ModelOps:Serving:DrainTimeout"] = "00:00:00",
            ["ModelOps:Serving:RetryDelay"] = "-00:00:01",
            ["ModelOps:Serving:Models:0:Name"] = "a/b",
            ["ModelOps:Serving:Models:0:File"] = "m.onnx",
            ["ModelOps:Serving:Models:0:FileVersion"] = "latest",
            ["ModelOps:Serving:Models:1:Name"] = "demand",
            ["ModelOps:Serving:Models:1:Aliases:0"] = "v1",
            ["ModelOps:Serving:Models:2:Name"] = "demand",
            ["ModelOps:Serving:OnnxRuntime:IntraOpThreads"] = "0",
        });
        builder.Services.AddModelOps().AddServing();
        using IHost host = builder.Build();

        Exception e = await Assert.ThrowsAnyAsync<Exception>(() => host.StartAsync());

        string[] expected =
        [
            "ModelOps:Serving:WarmUpRuns is -1.", "ModelOps:Serving:DrainTimeout is 00:00:00.", "ModelOps:Serving:RetryDelay is -00:00:01.",
            "ModelOps:Serving:Models:0:Name is 'a/b'.", "ModelOps:Serving:Models:0:FileVersion is 'latest'.",
            "ModelOps:Serving:Models:1:Aliases:0 is 'v1'.", "AddRegistry()", "ModelOps:Serving:Models:2:Name is 'demand' again.",
            "ModelOps:Serving:OnnxRuntime:IntraOpThreads is 0.",
        ];
        Assert.All(expected, text => Assert.Contains(text, e.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task StartAsync_FileModelFromConfiguration_ServesAndStops()
    {
        using TemporaryFolder folder = new();
        HostApplicationBuilder builder = CreateBuilder(new()
        {
            ["ModelOps:Serving:Models:0:Name"] = "affine",
            ["ModelOps:Serving:Models:0:File"] = folder.Write("affine.onnx", TestModels.Affine(1f, 10f, columns: 1)),
            ["ModelOps:Serving:Models:0:FileVersion"] = "2.0.0",
        });
        builder.Services.AddModelOps().AddServing();
        using IHost host = builder.Build();
        await host.StartAsync();
        await Eventually.TrueAsync(() => host.Services.GetRequiredService<IModelHost>().IsReady, "it is ready");
        using InferenceRequest request = TestHost.CreateRequest("affine:2.0.0");

        using InferenceResponse response = await host.Services.GetRequiredService<IInferenceClient>().InferAsync(request);

        Assert.Equal(11f, response.Outputs["y"].AsSpan<float>()[0]);
        await host.StopAsync();
        Assert.DoesNotContain(host.Services.GetRequiredService<IModelHost>().Models, static m => m.State == ModelState.Ready);
    }

    [Fact]
    public void AddServing_HostHasItsOwn_HostWins()
    {
        ServiceCollection services = new();
        TrafficRouter router = new();
        services.AddSingleton<ITrafficRouter>(router);
        services.AddModelOps().AddServing();

        using ServiceProvider provider = services.BuildServiceProvider(validateScopes: true);

        Assert.Same(router, provider.GetRequiredService<ITrafficRouter>());
        Assert.NotNull(provider.GetRequiredService<IInferenceClient>()); // also without logging, metrics and configuration
    }

    [Fact]
    public async Task ConfigureInferencePipeline_Concerns_RunInOrderAroundTheModel()
    {
        List<string> calls = [];
        using TestHost host = new(build: b => b
            .ConfigureInferencePipeline(p => p.Use(inner => new RecordingClient(inner, "outer", calls)))
            .ConfigureInferencePipeline(p => p.Use(inner => new RecordingClient(inner, "inner", calls))));
        await host.AddFileAsync("affine", TestModels.Affine(1f, 10f, columns: 1));

        Assert.Equal(("1.0.0", 11f), await host.CallAsync("affine"));

        Assert.Equal(["outer", "inner"], calls);
    }

    private static HostApplicationBuilder CreateBuilder(Dictionary<string, string?> settings)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(settings);
        return builder;
    }

    private sealed class RecordingClient(IInferenceClient inner, string name, List<string> calls) : DelegatingInferenceClient(inner)
    {
        public override ValueTask InferAsync(InferenceRequest request, InferenceResponse response, CancellationToken cancellationToken = default)
        {
            calls.Add(name);
            return base.InferAsync(request, response, cancellationToken);
        }
    }
}
