using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ModelOps.Drift.Streams;
using ModelOps.Drift.Streams.Monitoring;
using ModelOps.Serving;
using ModelOps.TestSupport;

namespace ModelOps.EndToEnd.Drift;

public sealed class ServedModelStreamsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Random _random = new(5);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ServedModel_StreamsThatMove_AreTold_AndGoOnAfterARestart()
    {
        using (IHost host = Build())
        {
            await RegisterAsync(host.Services.GetRequiredService<IModelRegistry>());
            IInferenceClient client = await StartAsync(host);
            IStreamHistory history = host.Services.GetRequiredService<IStreamHistory>();
            await CallAsync(client, calls: 800, shift: 0);
            await host.StopAsync(Token);
            Assert.Empty(history.Versions);
        }

        using (IHost host = Build())
        {
            IInferenceClient client = await StartAsync(host);
            IStreamHistory history = host.Services.GetRequiredService<IStreamHistory>();
            for (int i = 0; i < 60 && history.Read("demand", "1.0.0").Select(static change => change.Stream).Distinct().Count() < 2; i++) { await CallAsync(client, calls: 50, shift: 0.4f); }
            StreamChange income = history.Read("demand", "1.0.0").Last(static change => change.Stream == "income");
            StreamChange output = history.Read("demand", "1.0.0").Last(static change => change.Stream == "output");
            await host.StopAsync(Token);
            Assert.Equal(StreamState.Drift, income.State);
            Assert.InRange(income.MeanBefore, 0.4, 0.6); // known from before the restart
            Assert.InRange(income.MeanAfter, 0.7, 1.1);
            Assert.InRange(income.Values, 160, 1000);
            Assert.InRange(output.MeanAfter - output.MeanBefore, 0.5, 1.1);
        }
    }

    [Fact]
    public async Task ServedModel_CallsThatFail_AreToldOfTheVersion()
    {
        using IHost host = Build();
        await RegisterAsync(host.Services.GetRequiredService<IModelRegistry>());
        IInferenceClient client = await StartAsync(host);
        IStreamHistory history = host.Services.GetRequiredService<IStreamHistory>();
        using var request = new InferenceRequest(ModelReference.ToModel("lookup"));
        using var response = new InferenceResponse();
        for (int i = 0; i < 3000 && history.Read("lookup", "1.0.0").Count == 0; i++)
        {
            request.Inputs.Clear();
            request.Inputs.Add(InferenceTensor.Create<long>("indices", [1], [i < 100 || i % 2 == 0 ? 1 : 99])); // 99 lies outside the table
            try
            {
                await client.InferAsync(request, response, Token);
            }
            catch (ModelExecutionException)
            {
                await Task.Delay(5, Token);
            }
        }

        await host.StopAsync(Token);
        StreamChange change = Assert.Single(history.Read("lookup", "1.0.0"));
        Assert.Equal((StreamSource.Failures, "ddm"), (change.Source, change.Detector));
        Assert.InRange(change.MeanBefore, 0, 0.1);
        Assert.InRange(change.MeanAfter, 0.2, 1);
    }

    private static async Task<IInferenceClient> StartAsync(IHost host)
    {
        await host.StartAsync(Token);
        IInferenceClient client = host.Services.GetRequiredService<IInferenceClient>();
        foreach (string model in (string[])["demand", "lookup"])
        {
            for (int i = 0; i < 600 && !await client.IsReadyAsync(ModelReference.ToModel(model), Token); i++) { await Task.Delay(50, Token); }
        }

        return client;
    }

    private static async Task RegisterAsync(IModelRegistry registry)
    {
        foreach ((string model, byte[] file) in ((string, byte[])[])[("demand", TestModels.Affine(2, 0, 2)), ("lookup", TestModels.Lookup())])
        {
            await registry.RegisterAsync(
                new ModelRegistration { Model = model, Version = new SemanticVersion(1, 0, 0), Format = "onnx", Files = [ModelFile.FromBytes("model.onnx", file)] }, Token);
        }
    }

    private async Task CallAsync(IInferenceClient client, int calls, float shift)
    {
        using var request = new InferenceRequest(ModelReference.ToModel("demand"));
        using var response = new InferenceResponse();
        for (int i = 0; i < calls; i++)
        {
            request.Inputs.Clear();
            Span<float> values = request.Inputs.Add("x", TensorDataType.Float32, [1, 2]).AsSpan<float>();
            (values[0], values[1]) = (_random.NextSingle() + shift, _random.NextSingle());
            await client.InferAsync(request, response, Token);
        }

        await Task.Delay(100, Token);
    }

    private IHost Build()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddLogging();
        builder.Services.AddModelOps()
            .AddRegistry(registry => registry.Path = _folder.File("registry"))
            .AddServing(static serving =>
            {
                serving.Runtime = "simd";
                foreach (string model in (string[])["demand", "lookup"]) { serving.Models.Add(new HostedModelOptions { Name = model, VersionPolicy = ModelVersionPolicy.Latest }); }
            })
            .AddStreamDetection(streams =>
            {
                streams.StateDirectory = _folder.File("streams");
                streams.Watch("demand", "income", new WatchedStreamOptions { Source = StreamSource.Input, Tensor = "x", BlockSize = 5, Detector = "cusum", Settings = { ["warmUp"] = "100", ["threshold"] = "12" } });
                streams.Watch("demand", "output", new WatchedStreamOptions { Source = StreamSource.Output, Detector = "adwin", Low = 0, High = 3, Settings = { ["delta"] = "0.0001" } });
                streams.Watch("lookup", "failures", new WatchedStreamOptions { Source = StreamSource.Failures, Detector = "ddm" });
            });
        return builder.Build();
    }
}
