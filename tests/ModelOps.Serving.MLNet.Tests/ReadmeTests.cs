using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.ML;
using ModelOps.TestSupport;

namespace ModelOps.Serving.MLNet.Tests;

[Collection(nameof(ReadmeTests))]
[CollectionDefinition(nameof(ReadmeTests), DisableParallelization = true)]
public sealed class ReadmeTests : IDisposable
{
    private readonly CurrentFolder _folder = new();
    private readonly MLContext _context = new(seed: 1);
    private readonly float[] _features = [1, 0, -1, 0.5f, 2, 0, 1, 0];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Readme_Export_IsWrittenAndLoads()
    {
        IDataView data = Load();

        Export(_context, data, data);

        using Microsoft.ML.OnnxRuntime.InferenceSession session = new("model.onnx");
        Assert.Equal(["score"], session.OutputNames);
    }

    [Fact]
    public void Readme_Runtime_IsAdded()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        AddRuntime(builder);
        using IHost host = builder.Build();

        Assert.Contains(host.Services.GetServices<IModelRuntime>(), static runtime => runtime is MLNetModelRuntime);
    }

    [Fact]
    public async Task Guide_FromPredictionEnginePool_AnswersAsTheEngineBeforeAndAfterTheExport()
    {
        ITransformer model = Train();
        _context.Model.Save(model, Load().Schema, "model.zip");
        float expected = _context.Model.CreatePredictionEngine<FeatureRow, Answer>(model).Predict(new FeatureRow { Features = _features }).Score;

        HostApplicationBuilder fromFile = Host.CreateEmptyApplicationBuilder(null);
        ServeFile(fromFile);
        Assert.Equal(expected, await InHostAsync(fromFile, client => CallAsync(client, _features)));

        HostApplicationBuilder fromRegistry = Host.CreateEmptyApplicationBuilder(null);
        fromRegistry.Services.AddModelOps().AddRegistry().AddServing(static serving => serving.Models.Add(new() { Name = "demand" }));
        using IHost host = fromRegistry.Build();
        await DeployAsync(host.Services.GetRequiredService<IModelRegistry>(), model, Load());
        Assert.Equal(expected, await InHostAsync(host, CallExportedAsync), 1e-4f);
    }

    private static void Export(MLContext mlContext, IDataView train, IDataView test)
    {
        // <snippet:src/ModelOps.Serving.MLNet/README.md#1>
        ITransformer model = mlContext.Regression.Trainers.LightGbm().Fit(train);

        OnnxExportResult export = MLNetOnnxExport.Export(model);              // features: FP32[-1,n] -> score: FP32[-1,1]
        OnnxParityReport parity = MLNetOnnxParity.Compare(model, test, export); // runs both, row by row
        if (!parity.Passed) { throw new InvalidOperationException(parity.ToString()); }
        File.WriteAllBytes("model.onnx", export.Model.Span);
        // </snippet>
    }

    private static void AddRuntime(HostApplicationBuilder builder)
    {
        // <snippet:src/ModelOps.Serving.MLNet/README.md#2>
        builder.Services.AddModelOps().AddServing().AddMLNetRuntime();   // packages of format "mlnet": one saved model.zip
        // </snippet>
    }

    private static void ServeFile(HostApplicationBuilder builder)
    {
        // <snippet:docs/guides/from-predictionenginepool.md#1>
        builder.Services.AddModelOps()
            .AddServing(serving => serving.Models.Add(new() { Name = "demand", File = "model.zip" }))
            .AddMLNetRuntime();
        // </snippet>
    }

    private static async Task<float> CallAsync(IInferenceClient client, float[] features)
    {
        // <snippet:docs/guides/from-predictionenginepool.md#2>
        using InferenceRequest request = new(ModelReference.Parse("demand"));
        request.Inputs.Add(InferenceTensor.Create<float>("Features", [1, features.Length], features));
        using InferenceResponse response = await client.InferAsync(request);   // IInferenceClient, from DI
        float score = response.Outputs["Score"].AsSpan<float>()[0];
        // </snippet>
        return score;
    }

    private static async Task DeployAsync(IModelRegistry registry, ITransformer model, IDataView test)
    {
        // <snippet:docs/guides/from-predictionenginepool.md#3>
        OnnxExportResult export = MLNetOnnxExport.Export(model);
        OnnxParityReport parity = MLNetOnnxParity.Compare(model, test, export);
        if (!parity.Passed) { throw new InvalidOperationException(parity.ToString()); }

        ModelVersion version = await registry.RegisterAsync(new ModelRegistration
        {
            Model = "demand",
            Format = "onnx",
            Files = [ModelFile.FromBytes("model.onnx", export.Model)],
            Signature = export.Signature,
        });
        await registry.MoveAliasAsync(new AliasMove { Model = "demand", Alias = "champion", Number = version.Number });
        // </snippet>
    }

    private async Task<float> CallExportedAsync(IInferenceClient client)
    {
        using InferenceRequest request = new(ModelReference.Parse("demand"));
        request.Inputs.Add(InferenceTensor.Create<float>("features", [1, _features.Length], _features));
        using InferenceResponse response = await client.InferAsync(request);
        return response.Outputs["score"].AsSpan<float>()[0];
    }

    private static async Task<float> InHostAsync(HostApplicationBuilder builder, Func<IInferenceClient, Task<float>> call)
    {
        using IHost host = builder.Build();
        return await InHostAsync(host, call);
    }

    private static async Task<float> InHostAsync(IHost host, Func<IInferenceClient, Task<float>> call)
    {
        await host.StartAsync(TestContext.Current.CancellationToken);
        await host.Services.GetRequiredService<IModelHost>().RefreshAsync("demand", TestContext.Current.CancellationToken);
        float answer = await call(host.Services.GetRequiredService<IInferenceClient>());
        await host.StopAsync(TestContext.Current.CancellationToken);
        return answer;
    }

    private ITransformer Train() => Trainers.Create(_context, "FastTreeRegression").Fit(Load());

    private IDataView Load() => _context.Data.LoadFromEnumerable(SyntheticData.Training(400));

    private sealed class Answer
    {
        public float Score { get; set; }
    }
}
