using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ModelOps.Onnx;
using ModelOps.Onnx.Quantization;
using ModelOps.Serving.Batching;
using ModelOps.Serving.Diagnostics;
using ModelOps.Serving.Tests.Fakes;
using ModelOps.TestSupport;

namespace ModelOps.Serving.Tests.Batching;

/// <summary>The check at load, on real models in ONNX Runtime.</summary>
public sealed class BatchingPlannerTests
{
    [Fact]
    public async Task Load_RowsStandAlone_BitEqual()
    {
        IReadOnlyDictionary<string, string> properties = await LoadAsync(TestModels.Affine(2f, 1f));
        Assert.Equal("bit-equal", properties["batching.invariance"]);
        Assert.Equal("0", properties["batching.max_difference"]);
        Assert.Equal("on", properties["batching"]);
    }

    [Fact]
    public async Task Load_DynamicInt8_PeerDependentAndNeverShared()
    {
        IReadOnlyDictionary<string, string> properties = await LoadAsync(DynamicInt8());
        Assert.Equal("peer-dependent", properties["batching.invariance"]);
        Assert.Equal("off", properties["batching"]);
        Assert.True(double.Parse(properties["batching.max_difference"], System.Globalization.CultureInfo.InvariantCulture) > 1e-3); // by measurement too
        Assert.Contains("DynamicQuantizeLinear", properties["batching.reason"], StringComparison.Ordinal);

        Assert.Equal("on", (await LoadAsync(DynamicInt8(), static o => o.AllowPeerDependent = true))["batching"]);
    }

    [Fact]
    public async Task Load_NeighboursShiftAnswers_FoundByMeasurement()
    {
        // y = x - mean of all rows
        byte[] model = TestModels.Write(
            [
                new OnnxNode("ReduceMean", ["x"], ["mean"]) { Attributes = [OnnxAttribute.Ints("axes", [0]), OnnxAttribute.Int("keepdims", 1)] },
                new OnnxNode("Sub", ["x", "mean"], ["y"]),
            ],
            [new OnnxValueInfo("x", OnnxElementType.Float, [-1, 3])], [new OnnxValueInfo("y", OnnxElementType.Float, [-1, 3])], []);
        IReadOnlyDictionary<string, string> properties = await LoadAsync(model);
        Assert.Equal("peer-dependent", properties["batching.invariance"]);
        Assert.Equal("off", properties["batching"]);
        Assert.Contains("output 'y' differs", properties["batching.reason"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_OutputsWithoutRows_Unbatchable()
    {
        byte[] model = TestModels.Write(
            [new OnnxNode("ReduceSum", ["x", "axes"], ["y"]) { Attributes = [OnnxAttribute.Int("keepdims", 1)] }],
            [new OnnxValueInfo("x", OnnxElementType.Float, [-1, 3])], [new OnnxValueInfo("y", OnnxElementType.Float, [-1, 3])], [OnnxTensor.Int64s("axes", [1], [0])]);
        Assert.Equal("unbatchable", (await LoadAsync(model))["batching.invariance"]);
        Assert.Equal("unbatchable", (await LoadAsync(TestModels.NonZero()))["batching.invariance"]);
        IReadOnlyDictionary<string, string> closed = await LoadAsync(TestModels.Identity(OnnxElementType.Float, 1, 3));
        Assert.Equal("unbatchable", closed["batching.invariance"]);
        Assert.Contains("'x'", closed["batching.reason"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_MadeUpRowsFail_UnverifiedAndOnlyOnWhenAsked()
    {
        Assert.Equal("off", (await LoadAsync(TestModels.Lookup(), static o => o.Mode = BatchingMode.Auto))["batching"]);
        IReadOnlyDictionary<string, string> asked = await LoadAsync(TestModels.Lookup());
        Assert.Equal(("on", "unverified"), (asked["batching"], asked["batching.invariance"]));
    }

    [Fact]
    public void Equip_TooSlowToTryManyRows_SharesRuns()
    {
        using BatchRig rig = new();
        rig.Session.OnRun = _ => rig.Time.Advance(TimeSpan.FromMilliseconds(30)); // as on a machine that is busy: the check ends after a few runs
        new BatchingPlanner(Options.Create(new BatchingOptions()), new BatchingMetrics(), rig.Time).Equip(rig.Generation, null, CancellationToken.None);

        Assert.Equal("on", rig.Generation.Properties["batching"]);
        Assert.Contains("no time to try 16", rig.Generation.Properties["batching.reason"], StringComparison.Ordinal);
        Assert.DoesNotContain(16, rig.Session.Runs);
    }

    [Fact]
    public async Task Load_Off_SaysSo()
    {
        IReadOnlyDictionary<string, string> properties = await LoadAsync(TestModels.Affine(2f, 1f), static o => o.Mode = BatchingMode.Off);
        Assert.Equal(("off", "switched off"), (properties["batching"], properties["batching.reason"]));
    }

    [Fact]
    public async Task InferAsync_StringsFromManyCallers_EachGetsItsOwn()
    {
        using TestHost host = new();
        await HostAsync(host, TestModels.Identity(OnnxElementType.String, -1, 2), static o => (o.Mode, o.MaxRows) = (BatchingMode.On, 8));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(caller => Task.Run(async () =>
        {
            for (int i = 0; i < 50; i++)
            {
                int rows = 1 + ((caller + i) % 12);
                string[] texts = [.. Enumerable.Range(0, 2 * rows).Select(t => new string((char)('a' + caller), 1 + ((i + t) % 9)) + t)];
                using InferenceRequest request = new(ModelReference.Parse("m"));
                request.Inputs.Add(InferenceTensor.CreateStrings("x", [rows, 2], texts));
                using InferenceResponse response = await host.Client.InferAsync(request);
                Assert.Equal(texts, response.Outputs["y"].ToStrings());
            }
        })));
    }

    [Fact]
    public async Task InferAsync_OnnxRuntimeUnderManyCallers_AnswersAreThoseAlone()
    {
        using TestHost host = new();
        await HostAsync(host, TestModels.Affine(3f, -1f, columns: 5), static o => o.Mode = BatchingMode.On);
        await Task.WhenAll(Enumerable.Range(0, 16).Select(caller => Task.Run(async () =>
        {
            using InferenceRequest request = new(ModelReference.Parse("m"));
            using InferenceResponse response = new();
            for (int i = 0; i < 500; i++)
            {
                request.Reset(request.Model);
                Span<float> x = request.Inputs.Add("x", TensorDataType.Float32, [1, 5]).AsSpan<float>();
                for (int c = 0; c < 5; c++) { x[c] = (caller * 100) + i + c; }
                await host.Client.InferAsync(request, response);
                float[] y = response.Outputs["y"].AsSpan<float>().ToArray();
                for (int c = 0; c < 5; c++) { Assert.Equal((3f * ((caller * 100) + i + c)) - 1, y[c]); }
            }
        })));
        ModelStatistics statistics = host.Host.GetStatistics("m").Single();
        Assert.Equal(8000, statistics.InferenceCount);
        Assert.Equal(8000, statistics.Success.Count);
    }

    private static byte[] DynamicInt8()
    {
        float[] weights = [.. Enumerable.Range(0, 8 * 4).Select(static i => MathF.Sin(i))];
        byte[] model = TestModels.Write(
            [new OnnxNode("MatMul", ["x", "w"], ["y"])],
            [new OnnxValueInfo("x", OnnxElementType.Float, [-1, 8])], [new OnnxValueInfo("y", OnnxElementType.Float, [-1, 4])], [OnnxTensor.Floats("w", [8, 4], weights)]);
        return OnnxModelWriter.Write(OnnxQuantizer.QuantizeDynamic(OnnxModelReader.Read(model)).Model);
    }

    private static async Task<IReadOnlyDictionary<string, string>> LoadAsync(byte[] model, Action<BatchingOptions>? configure = null)
    {
        using TestHost host = new();
        await HostAsync(host, model, configure);
        return (await host.Client.GetMetadataAsync(ModelReference.Parse("m"))).Properties;
    }

    private static Task HostAsync(TestHost host, byte[] model, Action<BatchingOptions>? configure)
    {
        BatchingOptions batching = new() { Mode = BatchingMode.On };
        configure?.Invoke(batching);
        return host.Host.AddAsync(new HostedModelOptions { Name = "m", File = host.Folder.Write("m.onnx", model), Runtime = "onnxruntime", Batching = batching });
    }
}
