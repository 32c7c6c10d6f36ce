using System.IO.Compression;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.ML;
using Microsoft.ML.Data;
using ModelOps.Serving.MLNet.Runtime;
using ModelOps.TestSupport;

namespace ModelOps.Serving.MLNet.Tests.Runtime;

public sealed class MLNetModelRuntimeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly MLContext _context = new(seed: 1);
    private readonly MLNetModelRuntime _runtime = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Load_FeatureVectorModel_SignatureLeavesLabelsOut()
    {
        using IModelSession session = await LoadAsync(TrainAndSave("FastTreeBinary"));

        Assert.Equal([new TensorSpec("Features", TensorDataType.Float32, [-1, FeatureRow.FeatureCount])], session.Signature.Inputs);
        Assert.Equal(
            [
                new TensorSpec("Score", TensorDataType.Float32, [-1, 1]),
                new TensorSpec("Probability", TensorDataType.Float32, [-1, 1]),
                new TensorSpec("PredictedLabel", TensorDataType.Bool, [-1, 1]),
            ],
            session.Signature.Outputs);
    }

    [Fact]
    public async Task Run_OneRowAfterAnother_AnswersAsTransformDoes()
    {
        ITransformer model = Train("LightGbmRegression");
        FeatureRow[] rows = SyntheticData.Training(200);
        float[] expected = [.. _context.Data.CreateEnumerable<Scored>(model.Transform(Load(rows)), reuseRowObject: false).Select(row => row.Score)];
        using IModelSession session = await LoadAsync(Save(model));

        float[] actual = [.. rows.Select(row => Run(session, [row])[0])];

        Assert.Equal(expected, actual);
        Assert.True(expected.Distinct().Count() > 100);
    }

    [Theory]
    [InlineData("FastTreeBinary")]
    [InlineData("SdcaRegression")]
    public async Task Run_EightThreads_EveryAnswerIsRight(string trainer)
    {
        ITransformer model = Train(trainer);
        FeatureRow[] rows = SyntheticData.Training(500);
        float[] expected = [.. _context.Data.CreateEnumerable<Scored>(model.Transform(Load(rows)), reuseRowObject: false).Select(row => row.Score)];
        using IModelSession session = await LoadAsync(Save(model));
        const int Threads = 8;
        const int Calls = 2500;
        int wrong = 0;

        await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Factory.StartNew(
            () =>
            {
                for (int call = 0; call < Calls; call++)
                {
                    int first = (call * 7 + thread * 61) % (rows.Length - 3);
                    float[] answer = Run(session, rows.AsSpan(first, 1 + call % 3).ToArray());
                    if (!answer.AsSpan().SequenceEqual(expected.AsSpan(first, answer.Length))) { Interlocked.Increment(ref wrong); }
                }
            },
            TaskCreationOptions.LongRunning)));

        Assert.Equal(0, wrong);
    }

    [Fact]
    public async Task Run_SteadyCallsOnNumbers_AllocateNothing()
    {
        using IModelSession session = await LoadAsync(TrainAndSave("FastTreeBinary"));
        using InferenceRequest request = Request(SyntheticData.Training(3));
        request.RequestedOutputs.Add("Probability");
        using InferenceResponse response = new();

        Assert.Equal(0, Allocations.Fewest(() =>
        {
            response.Reset();
            session.Run(request, response, CancellationToken.None);
        }));
    }

    [Fact]
    public async Task Run_ScalarAndTextColumns_AnswersAsTransformDoes()
    {
        Sale[] sales = Sales();
        IDataView data = _context.Data.LoadFromEnumerable(sales);
        ITransformer model = _context.Transforms.Categorical.OneHotEncoding("StoreCode", nameof(Sale.Store))
            .Append(_context.Transforms.Conversion.ConvertType("Day", nameof(Sale.Weekday), DataKind.Single))
            .Append(_context.Transforms.Concatenate("Features", "StoreCode", nameof(Sale.Price), "Day"))
            .Append(_context.Regression.Trainers.FastTree(nameof(Sale.Units), numberOfTrees: 20, minimumExampleCountPerLeaf: 3))
            .Fit(data);
        float[] expected = [.. _context.Data.CreateEnumerable<Scored>(model.Transform(data), reuseRowObject: false).Select(row => row.Score)];
        using IModelSession session = await LoadAsync(Save(model, data.Schema));
        using InferenceRequest request = new(ModelReference.Parse("sales"));
        request.Inputs.Add(InferenceTensor.CreateStrings("Store", [300, 1], [.. sales.Select(sale => sale.Store)]));
        request.Inputs.Add(InferenceTensor.Create<float>("Price", [300, 1], [.. sales.Select(sale => sale.Price)]));
        request.Inputs.Add(InferenceTensor.Create<int>("Weekday", [300, 1], [.. sales.Select(sale => sale.Weekday)]));
        session.Signature.EnsureAccepts(request);
        using InferenceResponse response = new();

        session.Run(request, response, CancellationToken.None);

        Assert.Equal(["Store", "Price", "Weekday"], session.Signature.Inputs.Select(input => input.Name));
        Assert.Equal(expected, response.Outputs["Score"].AsSpan<float>().ToArray());
    }

    [Fact]
    public async Task Run_TextAnswersAndRequestedOutputs_AreWrittenInTheOrderAsked()
    {
        IDataView data = _context.Data.LoadFromEnumerable(Sales());
        ITransformer model = _context.Transforms.Conversion.MapValueToKey("Label", nameof(Sale.Store))
            .Append(_context.Transforms.Concatenate("Features", nameof(Sale.Price), nameof(Sale.Units)))
            .Append(_context.MulticlassClassification.Trainers.LbfgsMaximumEntropy())
            .Append(_context.Transforms.Conversion.MapKeyToValue("PredictedLabel"))
            .Fit(data);
        using IModelSession session = await LoadAsync(Save(model, data.Schema));
        using InferenceRequest request = new(ModelReference.Parse("sales"));
        request.Inputs.Add(InferenceTensor.Create<float>("Price", [2, 1], [6, 1]));
        request.Inputs.Add(InferenceTensor.Create<float>("Units", [2, 1], [26, 9]));
        request.RequestedOutputs.Add("PredictedLabel");
        request.RequestedOutputs.Add("Score");
        using InferenceResponse response = new();

        session.Run(request, response, CancellationToken.None);

        Assert.Equal(["Price", "Units"], session.Signature.Inputs.Select(input => input.Name));
        Assert.Equal(["PredictedLabel", "Score"], response.Outputs.Select(tensor => tensor.Name));
        Assert.Equal(["north", "süd"], response.Outputs[0].ToStrings());
        Assert.Equal([2L, 2L], response.Outputs[1].Shape.ToArray());
    }

    [Fact]
    public async Task Run_RowsDiffer_RequestIsRefused()
    {
        IDataView data = _context.Data.LoadFromEnumerable([new Pair { A = 1, B = 2, Label = 3 }, new Pair { A = 2, B = 3, Label = 5 }]);
        ITransformer model = _context.Transforms.Concatenate("Features", "A", "B").Append(_context.Regression.Trainers.OnlineGradientDescent()).Fit(data);
        using IModelSession session = await LoadAsync(Save(model, data.Schema));
        using InferenceRequest request = new(ModelReference.Parse("pair"));
        request.Inputs.Add(InferenceTensor.Create<float>("A", [2, 1], [1, 2]));
        request.Inputs.Add(InferenceTensor.Create<float>("B", [1, 1], [1]));
        using InferenceResponse response = new();

        InvalidInferenceRequestException error = Assert.Throws<InvalidInferenceRequestException>(() => session.Run(request, response, CancellationToken.None));

        Assert.Equal("B", error.Tensor);
    }

    [Fact]
    public async Task Run_CancelledOrTerminated_IsCancelled()
    {
        using IModelSession session = await LoadAsync(TrainAndSave("SdcaRegression"));
        using InferenceRequest request = Request(SyntheticData.Training(2));
        using InferenceResponse response = new();

        Assert.Throws<OperationCanceledException>(() => session.Run(request, response, new CancellationToken(canceled: true)));
        session.Terminate();
        Assert.Throws<OperationCanceledException>(() => session.Run(request, response, CancellationToken.None));
    }

    [Fact]
    public async Task Load_DamagedFile_IsRefused()
    {
        byte[] good = await File.ReadAllBytesAsync(TrainAndSave("LightGbmBinary"));
        Random random = new(5);
        byte[][] damaged =
        [
            [], [.. "PK"u8], [.. "this is no zip file"u8], good[..(good.Length / 2)], good[..^30],
            .. Enumerable.Range(0, 40).Select(_ =>
            {
                byte[] copy = [.. good];
                random.NextBytes(copy.AsSpan(random.Next(copy.Length - 40), 40));
                return copy;
            }),
        ];
        int refused = 0;
        foreach (byte[] bytes in damaged)
        {
            try { (await LoadAsync(_folder.Write("damaged.zip", bytes))).Dispose(); }
            catch (ModelLoadException error)
            {
                Assert.Equal("m:1.0.0", error.Model);
                refused++;
            }
        }

        // Some damage lies where nobody reads; cut files never load.
        Assert.InRange(refused, 5, damaged.Length);
    }

    [Fact]
    public async Task Load_ZipOfSomethingElse_IsRefused()
    {
        using MemoryStream stream = new();
        using (ZipArchive archive = new(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using Stream entry = archive.CreateEntry("TransformerChain/Model.key").Open();
            entry.Write(new byte[2000]);
        }

        await Assert.ThrowsAsync<ModelLoadException>(async () => await LoadAsync(_folder.Write("other.zip", stream.ToArray())));
    }

    [Fact]
    public async Task Load_FileIsGone_MessageHidesItsFolder()
    {
        ModelLoadException error = await Assert.ThrowsAsync<ModelLoadException>(async () => await _runtime.LoadAsync(Package("model.zip")));

        Assert.DoesNotContain(_folder.Path, error.Message, StringComparison.Ordinal);
        Assert.Contains("'model.zip'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_WithLogger_SaysWhatTheModelTakes()
    {
        FakeLogger<MLNetModelRuntime> logger = new();
        MLNetModelRuntime runtime = new(logger);

        using IModelSession session = await runtime.LoadAsync(ModelPackage.FromFile("m", TrainAndSave("SdcaRegression")));

        FakeLogRecord loaded = Assert.Single(logger.Collector.GetSnapshot(), record => record.Id.Id == 2200);
        Assert.Contains("Features: FP32[-1,8] -> Score: FP32[-1,1]", loaded.Message, StringComparison.Ordinal);
        Assert.Contains(logger.Collector.GetSnapshot(), record => record.Id.Id == 2201 && record.Level == LogLevel.Trace);
    }

    [Fact]
    public async Task Load_SavedWithoutSchema_SaysHowToSave()
    {
        string path = Save(Train("SdcaRegression"), schema: null);

        ModelLoadException error = await Assert.ThrowsAsync<ModelLoadException>(async () => await LoadAsync(path));

        Assert.Contains("MLContext.Model.Save(model, trainingData.Schema", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mlnet", true)]
    [InlineData("zip", true)]
    [InlineData("MLNET", true)]
    [InlineData("onnx", false)]
    public void CanLoad_Format_Decides(string format, bool expected) => Assert.Equal(expected, _runtime.CanLoad(Package("model.zip") with { Format = format }));

    [Theory]
    [InlineData("a.zip", "b.zip")]
    [InlineData("model.onnx", "notes.md")]
    public async Task Load_NoSingleModelFile_IsRefused(params string[] files)
    {
        ModelLoadException error = await Assert.ThrowsAsync<ModelLoadException>(async () => await _runtime.LoadAsync(Package(files)));

        Assert.Contains("'model.zip'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_SeveralFiles_TakesModelZip()
    {
        TrainAndSave("SdcaRegression");
        _folder.Write("data.zip", [1, 2, 3]);

        using IModelSession session = await _runtime.LoadAsync(Package("data.zip", "model.zip"));

        Assert.Equal("Features", session.Signature.Inputs[0].Name);
    }

    [Fact]
    public async Task Load_RegisteredSignature_IsKeptWhereItFits()
    {
        ModelPackage package = ModelPackage.FromFile("m", TrainAndSave("FastTreeBinary"));
        TensorSpec finite = new("Features", TensorDataType.Float32, [1, FeatureRow.FeatureCount]) { RequireFinite = true };
        ModelSignature fewer = new([finite], [new TensorSpec("Probability", TensorDataType.Float32, [-1, 1])]);
        ModelSignature wrong = new([finite with { Shape = [-1, 3] }], fewer.Outputs);

        using IModelSession session = await _runtime.LoadAsync(package with { Signature = fewer });
        ModelLoadException error = await Assert.ThrowsAsync<ModelLoadException>(async () => await _runtime.LoadAsync(package with { Signature = wrong }));
        using InferenceRequest request = Request(SyntheticData.Training(1));
        using InferenceResponse response = new();
        session.Run(request, response, CancellationToken.None);

        Assert.Equal(fewer, session.Signature);
        Assert.Equal("Probability", Assert.Single(response.Outputs).Name);
        Assert.Contains("Features: FP32[-1,3]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_PipelineThrows_IsAnExecutionError()
    {
        IDataView data = _context.Data.LoadFromEnumerable([new Pair { A = 1, B = 2, Label = 3 }, new Pair { A = 2, B = 3, Label = 5 }]);
        ITransformer model = _context.Transforms.CustomMapping<OnlyA, OnlyC>(RefuseNegative, nameof(RefuseNegative))
            .Append(_context.Transforms.Concatenate("Features", "C", "B")).Append(_context.Regression.Trainers.OnlineGradientDescent()).Fit(data);
        MLNetModelSession session = new("pair:1", model, LaneFactory.Create("pair:1", model, data.Schema, registered: null));
        using InferenceRequest request = new(ModelReference.Parse("pair"));
        request.Inputs.Add(InferenceTensor.Create<float>("A", [1, 1], [-1]));
        request.Inputs.Add(InferenceTensor.Create<float>("B", [1, 1], [1]));
        using InferenceResponse response = new();

        ModelExecutionException error = Assert.Throws<ModelExecutionException>(() => session.Run(request, response, CancellationToken.None));
        request.Inputs["A"].AsSpan<float>()[0] = 1;
        response.Reset();
        session.Run(request, response, CancellationToken.None);

        Assert.Contains("ArithmeticException", error.Message, StringComparison.Ordinal);
        Assert.True(float.IsFinite(response.Outputs["Score"].AsSpan<float>()[0]));
    }

    [Fact]
    public void AddMLNetRuntime_Twice_RegistersOneRuntime()
    {
        ServiceCollection services = new();
        services.AddModelOps().AddMLNetRuntime();
        services.AddModelOps().AddMLNetRuntime();
        using ServiceProvider provider = services.BuildServiceProvider(validateScopes: true);

        IModelRuntime runtime = Assert.Single(provider.GetServices<IModelRuntime>());

        Assert.Equal(("mlnet", "mlnet_zip"), (runtime.Name, runtime.Platform));
    }

    private ValueTask<IModelSession> LoadAsync(string path) => _runtime.LoadAsync(ModelPackage.FromFile("m", path));

    private ModelPackage Package(params string[] files) =>
        new() { Model = "m", Version = "1.0.0", Format = "mlnet", Directory = _folder.Path, Files = files };

    private string TrainAndSave(string trainer) => Save(Train(trainer));

    private ITransformer Train(string trainer) => Trainers.Create(_context, trainer).Fit(Load(SyntheticData.Training(1000)));

    private string Save(ITransformer model) => Save(model, Load([]).Schema);

    private string Save(ITransformer model, DataViewSchema? schema)
    {
        _context.Model.Save(model, schema, _folder.File("model.zip"));
        return _folder.File("model.zip");
    }

    private IDataView Load(FeatureRow[] rows) => _context.Data.LoadFromEnumerable(rows);

    private static Sale[] Sales() => [.. Enumerable.Range(0, 300).Select(i => new Sale
    {
        Store = i % 3 == 0 ? "north" : "süd", Price = i % 7, Weekday = (i % 5) + 1, Units = i % 3 == 0 ? 20 + i % 7 : 10 - i % 7,
    })];

    private static InferenceRequest Request(FeatureRow[] rows)
    {
        InferenceRequest request = new(ModelReference.Parse("m"));
        request.Inputs.Add(InferenceTensor.Create<float>("Features", [rows.Length, FeatureRow.FeatureCount], [.. rows.SelectMany(row => row.Features)]));
        return request;
    }

    private static float[] Run(IModelSession session, FeatureRow[] rows)
    {
        using InferenceRequest request = Request(rows);
        using InferenceResponse response = new();
        session.Run(request, response, CancellationToken.None);
        return response.Outputs["Score"].AsSpan<float>().ToArray();
    }

    private sealed class Scored
    {
        public float Score { get; set; }
    }

    private sealed class Sale
    {
        public string Store { get; set; } = string.Empty;

        public float Price { get; set; }

        public int Weekday { get; set; }

        public float Units { get; set; }
    }

    private static void RefuseNegative(OnlyA input, OnlyC output) =>
        output.C = input.A >= 0 ? input.A : throw new ArithmeticException("negative");

    private sealed class OnlyA
    {
        public float A { get; set; }
    }

    private sealed class OnlyC
    {
        public float C { get; set; }
    }

    private sealed class Pair
    {
        public float A { get; set; }

        public float B { get; set; }

        public float Label { get; set; }
    }
}
