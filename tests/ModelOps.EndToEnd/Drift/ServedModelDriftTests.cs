using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ModelOps.Drift;
using ModelOps.Drift.Monitoring;
using ModelOps.Drift.Profiles;
using ModelOps.Serving;
using ModelOps.TestSupport;

namespace ModelOps.EndToEnd.Drift;

public sealed class ServedModelDriftTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ServedModel_InputThatMoves_IsToldAndSeenByGates()
    {
        var told = new Told();
        using IHost host = Build(told);
        ModelVersion version = await RegisterAsync(host.Services.GetRequiredService<IModelRegistry>());
        await host.StartAsync(Token);
        IInferenceClient client = host.Services.GetRequiredService<IInferenceClient>();
        for (int i = 0; i < 600 && !await client.IsReadyAsync(ModelReference.ToModel("demand"), Token); i++) { await Task.Delay(50, Token); }
        var calls = new Calls(client);
        IDriftHistory history = host.Services.GetRequiredService<IDriftHistory>();

        await calls.UntilAsync(() => history.Read("demand", "1.0.0").Count > 1, shift: 0);
        Assert.DoesNotContain(history.Read("demand", "1.0.0"), static evaluation => evaluation.Report.HasDrifted);

        DriftEvaluation found = null!;
        await calls.UntilAsync(
            () =>
            {
                found = history.Read("demand", "1.0.0")[0];
                return found.Report.Features.Where(static feature => feature.HasDrifted).Select(static feature => feature.Feature).SequenceEqual(["age", "y[1]"]);
            },
            shift: 0.5f); // a window that is not all of the new time yet may show one of them only
        await calls.UntilAsync(() => told.Windows.Contains(found.Window), shift: 0.5f); // observers are told after the history
        DriftEvidence evidence = (await host.Services.GetRequiredService<IDriftEvidenceSource>().FindAsync(version, Token))!;
        Assert.True(evidence.HasDrifted);
        IModelReportSource reports = host.Services.GetRequiredService<IModelReportSource>();
        using var page = new MemoryStream();
        await (await reports.CreateAsync("demand", version: null, "html", Token))!.WriteAsync(page, Token);
        Assert.Contains("age", System.Text.Encoding.UTF8.GetString(page.ToArray()), StringComparison.Ordinal);
        await host.StopAsync(Token);
        Assert.NotEmpty(await host.Services.GetRequiredService<IDriftBucketStore>().ReadAsync(
            new DriftBucketQuery("demand", "1.0.0", DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue), Token));
    }

    private static double[] Uniform(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, 2000).Select(_ => random.NextDouble())];
    }

    // The model gives its input back, so that the outputs have the same law.
    private static Task<ModelVersion> RegisterAsync(IModelRegistry registry)
    {
        DatasetProfile reference = new DatasetProfileBuilder()
            .AddNumeric("income", Uniform(1)).AddNumeric("age", Uniform(2)).AddNumeric("y[0]", Uniform(3)).AddNumeric("y[1]", Uniform(4)).Build();
        return registry.RegisterAsync(
            new ModelRegistration
            {
                Model = "demand",
                Version = new SemanticVersion(1, 0, 0),
                Format = "onnx",
                Files = [ModelFile.FromBytes("model.onnx", TestModels.Affine(1, 0, 2)), reference.ToModelFile()],
                Parameters = new Dictionary<string, string> { ["features"] = "income age" },
            },
            Token);
    }

    private IHost Build(Told told)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddLogging();
        builder.Services.AddSingleton<IDriftEvaluationObserver>(told);
        builder.Services.AddModelOps()
            .AddRegistry(registry => registry.Path = _folder.File("registry"))
            .AddServing(static serving =>
            {
                serving.Runtime = "simd";
                serving.Models.Add(new HostedModelOptions { Name = "demand", VersionPolicy = ModelVersionPolicy.Latest });
            })
            .AddDriftEvidence()
            .AddFolderDriftBuckets(buckets => buckets.Path = _folder.File("buckets"))
            .AddDriftMonitoring(static monitoring =>
            {
                monitoring.BucketLength = monitoring.Window.Step = monitoring.Window.Gap = TimeSpan.FromSeconds(1);
                monitoring.Window.Length = TimeSpan.FromSeconds(2);
                monitoring.FlushInterval = TimeSpan.FromMilliseconds(200);
                monitoring.Grace = TimeSpan.FromSeconds(1);
            })
            .AddDriftReports();
        return builder.Build();
    }

    private sealed class Calls(IInferenceClient client)
    {
        private readonly Random _random = new(5);

        internal async Task UntilAsync(Func<bool> isReached, float shift)
        {
            using var request = new InferenceRequest(ModelReference.ToModel("demand"));
            using var response = new InferenceResponse();
            for (int i = 0; i < 6000 && !isReached(); i++)
            {
                request.Inputs.Clear();
                Fill(request.Inputs.Add("x", TensorDataType.Float32, [4, 2]).AsSpan<float>(), shift);
                await client.InferAsync(request, response, Token);
                await Task.Delay(10, Token);
            }

            Assert.True(isReached());
        }

        private void Fill(Span<float> values, float shift)
        {
            for (int i = 0; i < values.Length; i++) { values[i] = _random.NextSingle() + (i % 2 * shift); }
        }
    }

    private sealed class Told : IDriftEvaluationObserver
    {
        private readonly List<string> _windows = [];

        internal IReadOnlyList<string> Windows
        {
            get
            {
                lock (_windows) { return [.. _windows]; }
            }
        }

        public ValueTask OnEvaluatedAsync(DriftEvaluation evaluation, CancellationToken cancellationToken = default)
        {
            lock (_windows) { _windows.Add(evaluation.Window); }
            return ValueTask.CompletedTask;
        }
    }
}
