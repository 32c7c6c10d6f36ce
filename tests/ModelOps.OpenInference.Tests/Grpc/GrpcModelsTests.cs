using Grpc.Core;
using ModelOps.OpenInference.Protos;
using ModelOps.OpenInference.Rpc;
using ModelOps.OpenInference.Tests.Fakes;
using ModelOps.Serving;
using ModelOps.Serving.AspNetCore.Tests.Fakes;
using HostStatistics = ModelOps.Serving.ModelStatistics;

namespace ModelOps.OpenInference.Tests.Grpc;

public sealed class GrpcModelsTests
{
    [Fact]
    public async Task Server_LiveReadyMetadata()
    {
        FakeModels models = FakeModels.WithEcho();
        await using WireHost host = await WireHost.StartAsync(models);

        Assert.True((await host.CallAsync(GrpcMethods.ServerLive, new ServerLiveRequest())).Live);
        Assert.True((await host.CallAsync(GrpcMethods.ServerReady, new ServerReadyRequest())).Ready);
        models.IsReady = false;
        Assert.True((await host.CallAsync(GrpcMethods.ServerLive, new ServerLiveRequest())).Live);
        Assert.False((await host.CallAsync(GrpcMethods.ServerReady, new ServerReadyRequest())).Ready);
        ServerMetadataResponse server = await host.CallAsync(GrpcMethods.ServerMetadata, new ServerMetadataRequest());
        Assert.Equal("modelops", server.Name);
        Assert.NotEmpty(server.Version);
        Assert.Contains("statistics", server.Extensions);
    }

    [Fact]
    public async Task Model_ReadyMetadataConfig()
    {
        FakeModels models = FakeModels.WithEcho();
        await using WireHost host = await WireHost.StartAsync(models);

        ModelMetadataResponse metadata = await host.CallAsync(GrpcMethods.ModelMetadata, new ModelMetadataRequest { Name = "sum", Version = "1" });
        ModelConfig config = (await host.CallAsync(GrpcMethods.ModelConfig, new ModelConfigRequest { Name = "sum" })).Config;

        Assert.True((await host.CallAsync(GrpcMethods.ModelReady, new ModelReadyRequest { Name = "sum" })).Ready);
        Assert.Equal(("sum", "onnx_onnxv1"), (metadata.Name, metadata.Platform));
        Assert.Equal(["1.0.0"], metadata.Versions);
        Assert.Equal(["a:FP32", "b:FP32"], metadata.Inputs.Select(static i => $"{i.Name}:{i.Datatype}"));
        Assert.Equal([-1L], metadata.Outputs[1].Shape);
        Assert.Equal("sha256:00", metadata.Properties["digest"]);
        Assert.Equal(("sum", "onnx_onnxv1", 0), (config.Name, config.Platform, config.MaxBatchSize));
        Assert.Equal([DataType.TypeFp32, DataType.TypeFp32], config.Input.Select(static i => i.DataType));
        await host.CallAsync(GrpcMethods.ModelMetadata, new ModelMetadataRequest { Name = "no" }).FailAsync(StatusCode.NotFound);
        await host.CallAsync(GrpcMethods.ModelReady, new ModelReadyRequest { Name = "no" }).FailAsync(StatusCode.NotFound);
        await host.CallAsync(GrpcMethods.ModelConfig, new ModelConfigRequest { Name = "a/b" }).FailAsync(StatusCode.InvalidArgument);
        models.IsReady = false;
        Assert.False((await host.CallAsync(GrpcMethods.ModelReady, new ModelReadyRequest { Name = "sum" })).Ready);
    }

    [Fact]
    public async Task ModelStatistics_ByModelVersionAndAlias()
    {
        FakeModels models = FakeModels.WithEcho();
        models.Statistics =
        [
            new HostStatistics
            {
                Model = "m", Version = "2.0.0", InferenceCount = 24, ExecutionCount = 3, LastInference = DateTimeOffset.FromUnixTimeMilliseconds(1234),
                Success = new ModelDuration(4, TimeSpan.FromMilliseconds(2)), CacheHit = new ModelDuration(5, TimeSpan.FromTicks(7)),
                Batches = [new BatchStatistics(8, default, new ModelDuration(3, TimeSpan.FromMicroseconds(9)), default)],
            },
            new HostStatistics { Model = "m", Version = "1.0.0" },
            new HostStatistics { Model = "n", Version = "1.0.0" },
        ];
        models.Models =
        [
            new HostedModelStatus { Name = "m", Version = "2.0.0", State = ModelState.Ready, Aliases = ["champion"] },
            new HostedModelStatus { Name = "m", Version = "1.0.0", State = ModelState.Ready },
        ];
        await using WireHost host = await WireHost.StartAsync(models);

        Assert.Equal(3, (await Ask("", "")).Count);
        Assert.Equal(["2.0.0", "1.0.0"], (await Ask("m", "")).Select(static s => s.Version));
        Assert.Equal("1.0.0", Assert.Single(await Ask("m", "1.0.0")).Version);
        Protos.ModelStatistics champion = Assert.Single(await Ask("m@champion", ""));
        Assert.Equal(("2.0.0", 24UL, 3UL, 1234UL), (champion.Version, champion.InferenceCount, champion.ExecutionCount, champion.LastInference));
        Assert.Equal((4UL, 2_000_000UL), (champion.InferenceStats.Success.Count, champion.InferenceStats.Success.Ns));
        Assert.Equal((5UL, 700UL), (champion.InferenceStats.CacheHit.Count, champion.InferenceStats.CacheHit.Ns));
        Assert.Equal((8UL, 9000UL), (champion.BatchStats[0].BatchSize, champion.BatchStats[0].ComputeInfer.Ns));
        await host.CallAsync(GrpcMethods.ModelStatistics, new ModelStatisticsRequest { Name = "m", Version = "9" }).FailAsync(StatusCode.NotFound);

        async Task<IReadOnlyList<Protos.ModelStatistics>> Ask(string name, string version) =>
            (await host.CallAsync(GrpcMethods.ModelStatistics, new ModelStatisticsRequest { Name = name, Version = version })).ModelStats;
    }

    [Fact]
    public async Task RepositoryIndex_AllOrReadyOnly()
    {
        FakeModels models = FakeModels.WithEcho();
        models.Models =
        [
            new HostedModelStatus { Name = "m", Version = "2.0.0", State = ModelState.Ready },
            new HostedModelStatus { Name = "n", State = ModelState.Unavailable, Reason = "no file" },
        ];
        await using WireHost host = await WireHost.StartAsync(models);

        RepositoryIndexResponse all = await host.CallAsync(GrpcMethods.RepositoryIndex, new RepositoryIndexRequest());
        RepositoryIndexResponse ready = await host.CallAsync(GrpcMethods.RepositoryIndex, new RepositoryIndexRequest { Ready = true });

        Assert.Equal(["m 2.0.0 READY ", "n  UNAVAILABLE no file"], all.Models.Select(static m => $"{m.Name} {m.Version} {m.State} {m.Reason}"));
        Assert.Equal("m", Assert.Single(ready.Models).Name);
    }
}
