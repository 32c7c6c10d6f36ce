using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using ModelOps.Serving.AspNetCore.Tests.Fakes;
using ModelOps.TestSupport;

namespace ModelOps.Serving.AspNetCore.Tests.Endpoints;

public sealed class StatisticsEndpointsTests
{
    [Fact]
    public async Task Get_Statistics_HaveTheNamesOfTheExtension()
    {
        FakeModels models = FakeModels.WithEcho();
        ModelDuration Of(long count, double milliseconds) => new(count, TimeSpan.FromMilliseconds(milliseconds));
        models.Statistics =
        [
            new ModelStatistics
            {
                Model = "sum",
                Version = "1.0.0",
                LastInference = DateTimeOffset.FromUnixTimeMilliseconds(1234567890123),
                InferenceCount = 9,
                ExecutionCount = 3,
                Success = Of(5, 2),
                Failure = Of(1, 0.5),
                Queue = Of(5, 0.1),
                ComputeInput = Of(3, 0.2),
                ComputeInfer = Of(3, 1),
                ComputeOutput = Of(3, 0.3),
                CacheHit = Of(2, 0.01),
                CacheMiss = Of(5, 0.02),
                Batches = [new BatchStatistics(3, Of(3, 0.2), Of(3, 1), Of(3, 0.3))],
            },
        ];
        models.Models = [new HostedModelStatus { Name = "sum", Version = "1.0.0", Aliases = ["champion"], State = ModelState.Ready, ResidentBytes = 77 }];
        await using TestHost host = await TestHost.StartAsync(models);
        const string Expected =
            """{"model_stats":[{"name":"sum","version":"1.0.0","last_inference":1234567890123,"inference_count":9,"execution_count":3,"inference_stats":{"success":{"count":5,"ns":2000000},"fail":{"count":1,"ns":500000},"queue":{"count":5,"ns":100000},"compute_input":{"count":3,"ns":200000},"compute_infer":{"count":3,"ns":1000000},"compute_output":{"count":3,"ns":300000},"cache_hit":{"count":2,"ns":10000},"cache_miss":{"count":5,"ns":20000}},"response_stats":{},"batch_stats":[{"batch_size":3,"compute_input":{"count":3,"ns":200000},"compute_infer":{"count":3,"ns":1000000},"compute_output":{"count":3,"ns":300000}}],"memory_usage":[{"type":"CPU","id":0,"byte_size":77}]}]}""";
        foreach (string path in (string[])["models/stats", "models/sum/stats", "models/sum/versions/1.0.0/stats", "models/sum/versions/champion/stats", "models/sum@champion/stats"])
        {
            Assert.Equal(Expected, (await host.Client.GetAsync($"/v2/{path}").OkJsonAsync()).GetRawText());
        }

        await host.Client.GetAsync("/v2/models/sum/versions/2/stats").ErrorAsync(404);
        await host.Client.GetAsync("/v2/models/sum/versions/other/stats").ErrorAsync(404);
    }

    [Fact]
    public async Task Get_StatisticsAfterCalls_AddUp()
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("affine.onnx", TestModels.Affine(scale: 2, offset: 1));
        await using TestHost host = await TestHost.StartAsync(models: null, kestrel: true, configure: b => b.Services.AddModelOps()
            .AddServing(o => o.Models.Add(new() { Name = "affine", File = file, Runtime = "onnxruntime" })));
        await host.Services.GetRequiredService<IModelHost>().RefreshAsync("affine");
        for (int rows = 1; rows <= 3; rows++)
        {
            string data = string.Join(',', Enumerable.Repeat("1", rows * 4));
            await host.InferAsync("affine", $$"""{"inputs":[{"name":"x","shape":[{{rows}},4],"datatype":"FP32","data":[{{data}}]}]}""").OkJsonAsync();
        }

        JsonElement stats = (await host.Client.GetAsync("/v2/models/affine/stats").OkJsonAsync()).GetProperty("model_stats")[0];
        Assert.Equal(6, stats.GetProperty("inference_count").GetInt64());
        Assert.Equal(3, stats.GetProperty("execution_count").GetInt64());
        Assert.Equal(3, stats.GetProperty("inference_stats").GetProperty("success").GetProperty("count").GetInt64());
        Assert.True(stats.GetProperty("last_inference").GetInt64() > 0);
        Assert.Equal(6, stats.GetProperty("batch_stats").EnumerateArray().Sum(static b => b.GetProperty("batch_size").GetInt64() * b.GetProperty("compute_infer").GetProperty("count").GetInt64()));
        await host.Client.GetAsync("/v2/models/nobody/stats").ErrorAsync(404);
    }

    [Fact]
    public async Task Get_Config_IsInTheFormOfTriton()
    {
        FakeModels models = FakeModels.WithEcho();
        models.Properties["runtime"] = "simd";
        await using TestHost host = await TestHost.StartAsync(models);
        Assert.Equal(
            """{"name":"echo2-BYTES","platform":"onnx_onnxv1","backend":"simd","version_policy":{"latest":{"num_versions":1}},"max_batch_size":0,"input":[{"name":"x","data_type":"TYPE_STRING","dims":[-1,-1]}],"output":[{"name":"y","data_type":"TYPE_STRING","dims":[-1,-1]}],"parameters":{"digest":{"string_value":"sha256:00"},"runtime":{"string_value":"simd"}}}""",
            (await host.Client.GetAsync("/v2/models/echo2-BYTES/config").OkJsonAsync()).GetRawText());

        models.Properties["batching.max_rows"] = "64";
        models.Properties["number"] = "3";
        JsonElement batched = await host.Client.GetAsync("/v2/models/echo2-FP32/versions/1/config").OkJsonAsync();
        Assert.Equal(64, batched.GetProperty("max_batch_size").GetInt32());
        Assert.Equal("""[{"name":"x","data_type":"TYPE_FP32","dims":[-1]}]""", batched.GetProperty("input").GetRawText());
        Assert.Equal("{}", batched.GetProperty("dynamic_batching").GetRawText());
        Assert.Equal("""{"specific":{"versions":[3]}}""", batched.GetProperty("version_policy").GetRawText());
        await host.Client.GetAsync("/v2/models/nobody/config").ErrorAsync(404);
    }
}
