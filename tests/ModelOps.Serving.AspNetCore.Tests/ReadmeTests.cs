using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using ModelOps.Onnx;
using ModelOps.Registry;
using ModelOps.Serving.AspNetCore.Tests.Fakes;
using ModelOps.TestSupport;

namespace ModelOps.Serving.AspNetCore.Tests;

[Collection(nameof(ReadmeTests))]
[CollectionDefinition(nameof(ReadmeTests), DisableParallelization = true)]
public sealed class ReadmeTests : IDisposable
{
    private readonly CurrentFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Readme_SmallestHost_ServesTheChampion()
    {
        await RegisterChampionAsync();
        await using RunningHost host = await RunningHost.StartAsync(RunSmallestHost);
        await host.Services.GetRequiredService<IModelHost>().RefreshAsync("demand", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, (await host.Client.GetAsync("v2/models/demand/ready", TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(7.5f, await ForecastAsync(host.Services.GetRequiredService<IInferenceClient>(), [7.5f]));
    }

    [Fact]
    public async Task PackageReadme_HostOfAFile_AnswersTheCallItShows()
    {
        _folder.Write("models/demand.onnx", TestModels.Affine(scale: 2, offset: 1));
        await using RunningHost host = await RunningHost.StartAsync(RunFileHost);
        await host.Services.GetRequiredService<IModelHost>().RefreshAsync("demand", TestContext.Current.CancellationToken);

        string body = File.ReadAllLines(Path.Combine(SharedFiles.RepositoryRoot, "src/ModelOps.Serving.AspNetCore/README.md")).Single(static line => line.Contains("-d '", StringComparison.Ordinal));
        using StringContent request = new(body[(body.IndexOf('\'', StringComparison.Ordinal) + 1)..^1], Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await host.Client.PostAsync("v2/models/demand/infer", request, TestContext.Current.CancellationToken);

        JsonNode answer = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        Assert.Equal("[3,5,7,9]", answer["outputs"]![0]!["data"]!.ToJsonString());
    }

    private static void RunSmallestHost(string[] args)
    {
        // <snippet:README.md#1>
        WebApplicationBuilder builder = WebApplication.CreateBuilder(args);

        builder.Services.AddModelOps()
            .AddRegistry()
            .AddServing(serving => serving.Models.Add(new() { Name = "demand" }));

        WebApplication app = builder.Build();
        app.MapModelOps();
        app.Run();
        // </snippet>
    }

    private static async Task<float> ForecastAsync(IInferenceClient client, float[] features)
    {
        // <snippet:README.md#2>
        using InferenceRequest request = new(ModelReference.Parse("demand"));
        request.Inputs.Add(InferenceTensor.Create<float>("features", [1, features.Length], features));
        using InferenceResponse response = await client.InferAsync(request);   // IInferenceClient, from DI
        float forecast = response.Outputs["score"].AsSpan<float>()[0];
        // </snippet>
        return forecast;
    }

    private static void RunFileHost(string[] args)
    {
        // <snippet:src/ModelOps.Serving.AspNetCore/README.md#1>
        WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
        builder.Services.AddModelOps().AddServing(o => o.Models.Add(new() { Name = "demand", File = "models/demand.onnx" }));
        builder.Services.AddHealthChecks().AddModelOps();   // tags: live, ready

        WebApplication app = builder.Build();
        app.MapModelOps();                                   // or MapModelOps("/ml").RequireAuthorization()
        app.Run();
        // </snippet>
    }

    private static async Task RegisterChampionAsync()
    {
        byte[] model = TestModels.Write(
            [new OnnxNode("Identity", ["features"], ["score"])],
            [new OnnxValueInfo("features", OnnxElementType.Float, [-1, 1])],
            [new OnnxValueInfo("score", OnnxElementType.Float, [-1, 1])],
            []);
        using EmbeddedModelRegistry registry = EmbeddedModelRegistry.Open(new RegistryOptions().Path);
        ModelVersion version = await registry.RegisterAsync(
            new ModelRegistration { Model = "demand", Format = "onnx", Files = [ModelFile.FromBytes("model.onnx", model)] }, TestContext.Current.CancellationToken);
        await registry.MoveAliasAsync(new AliasMove { Model = "demand", Alias = "champion", Number = version.Number }, TestContext.Current.CancellationToken);
    }
}
