using Microsoft.Extensions.Options;
using ModelOps.Onnx;
using ModelOps.Serving.OnnxRuntime;
using ModelOps.TestSupport;

namespace ModelOps.Serving.Tests.OnnxRuntime;

[Collection(nameof(Alone))]
public sealed class OnnxMemoryModeTests
{
    private const int Width = 1024;
    private const int Layers = 4; // of 4 MiB each
    private const int Sessions = 10;

    [Fact]
    public async Task Dense_TenSessions_TakeNextToNoPrivateMemory()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells the memory that no file backs.");
        using TemporaryFolder folder = new();
        ModelPackage package = ModelPackage.FromFile("m", folder.Write("model.onnx", Mlp()));

        long throughput = await MeasureAsync(package, new OnnxRuntimeOptions());
        long dense = await MeasureAsync(package, new OnnxRuntimeOptions { Memory = OnnxMemoryMode.Dense, CacheDirectory = folder.File("cache") });

        TestContext.Current.SendDiagnosticMessage($"throughput {throughput >> 20} MiB, dense {dense >> 20} MiB for {Sessions} sessions of {Layers * 4} MiB");
        Assert.InRange(throughput, Sessions * Layers * 4L << 20, long.MaxValue);
        Assert.InRange(dense, long.MinValue, throughput / 5);
        Assert.Single(Directory.GetFiles(folder.File("cache"))); // converted once
    }

    [Fact]
    public async Task Dense_SameAnswers_AndSaysSo()
    {
        byte[] model = Mlp();
        using IModelSession throughput = await OnnxSessions.LoadAsync(model);
        using IModelSession dense = await OnnxSessions.LoadAsync(model, options: new OnnxRuntimeOptions { Memory = OnnxMemoryMode.Dense });

        Assert.Equal("throughput", throughput.Properties["onnxruntime.memory"]);
        Assert.Equal("dense, mapped", dense.Properties["onnxruntime.memory"]);
        float[] expected = Run(throughput);
        float[] actual = Run(dense);
        for (int i = 0; i < expected.Length; i++) { Assert.Equal(expected[i], actual[i], 1e-4f); }
    }

    [Fact]
    public async Task Dense_OtherContentUnderTheSameName_ConvertedAnew()
    {
        using TemporaryFolder folder = new();
        OnnxRuntimeOptions options = new() { Memory = OnnxMemoryMode.Dense, CacheDirectory = folder.File("cache") };
        foreach (float offset in new[] { 1f, 2f, 1f })
        {
            ModelPackage package = ModelPackage.FromFile("m", folder.Write("model.onnx", TestModels.Affine(1f, offset, columns: 1)));
            using IModelSession session = await new OnnxRuntimeModelRuntime(Options.Create(options)).LoadAsync(package);
            using InferenceResponse response = new();
            session.Run(OnnxSessions.Request(InferenceTensor.Create<float>("x", [1, 1], [5f])), response, CancellationToken.None);
            Assert.Equal(5 + offset, response.Outputs[0].AsSpan<float>()[0]);
        }
    }

    [Fact]
    public async Task Settings_ReachTheSession()
    {
        OnnxRuntimeOptions options = new()
        {
            AllowSpinning = true,
            SpinDuration = TimeSpan.FromMicroseconds(500),
            IsDeterministic = true,
            MaxFoldedConstantBytes = 1 << 20,
            ShrinkArena = false,
        };

        using IModelSession session = await OnnxSessions.LoadAsync(TestModels.Affine(1f, 1f), options: options);

        Assert.Equal("1", session.Properties["session.intra_op.allow_spinning"]);
        Assert.Equal("500", session.Properties["session.intra_op.spin_duration_us"]);
        Assert.Equal("1", session.Properties["session.use_deterministic_compute"]);
        Assert.Equal("1048576", session.Properties["optimization.constant_folding_max_output_size_in_bytes"]);
    }

    [Fact]
    public void Validate_WrongSettings_EachNamed()
    {
        OnnxRuntimeOptions options = new()
        {
            Memory = (OnnxMemoryMode)7,
            IntraOpThreads = 0,
            SpinDuration = TimeSpan.FromSeconds(2),
            MaxFoldedConstantBytes = 0,
            CacheDirectory = " ",
        };

        string[] failures = [.. new OnnxRuntimeOptionsValidator().Validate(null, options).Failures!];

        Assert.Equal(["IntraOpThreads is 0", "Memory is '7'", "SpinDuration is 00:00:02", "MaxFoldedConstantBytes is 0", "CacheDirectory is ' '"], failures.Select(static f => f.Split(':', 4)[3].Split('.')[0]));
    }

    [Fact]
    public void IsQuantized_ByTheNamesOfItsNodes()
    {
        using TemporaryFolder folder = new();
        byte[] plain = TestModels.Affine(1f, 1f);
        byte[] quantized = TestModels.Write(
            [new OnnxNode("DynamicQuantizeLinear", ["x"], ["y", "scale", "zero"])],
            [new OnnxValueInfo("x", OnnxElementType.Float, [-1])], [new OnnxValueInfo("y", OnnxElementType.UInt8, [-1])], []);

        Assert.False(QuantizedModels.IsQuantized(folder.Write("plain.onnx", plain)));
        Assert.True(QuantizedModels.IsQuantized(folder.Write("quantized.onnx", quantized)));
        Assert.False(QuantizedModels.IsQuantized(folder.Write("empty.onnx", [])));
    }

    private static async Task<long> MeasureAsync(ModelPackage package, OnnxRuntimeOptions options)
    {
        ProcessMemory gauge = new();
        List<IModelSession> sessions = [await LoadAsync(package, options)]; // what is made once is not counted
        try
        {
            long before = gauge.ReadPrivateBytes()!.Value;
            for (int i = 0; i < Sessions; i++)
            {
                sessions.Add(await LoadAsync(package, options));
                Run(sessions[^1]);
            }

            return gauge.ReadPrivateBytes()!.Value - before;
        }
        finally
        {
            foreach (IModelSession session in sessions) { session.Dispose(); }
        }
    }

    private static async Task<IModelSession> LoadAsync(ModelPackage package, OnnxRuntimeOptions options) =>
        await new OnnxRuntimeModelRuntime(Options.Create(options)).LoadAsync(package);

    private static float[] Run(IModelSession session)
    {
        Random random = new(3);
        float[] x = [.. Enumerable.Range(0, Width).Select(_ => random.NextSingle())];
        using InferenceRequest request = OnnxSessions.Request(InferenceTensor.Create<float>("x", [1, Width], x));
        using InferenceResponse response = new();
        session.Run(request, response, CancellationToken.None);
        return response.Outputs[0].AsSpan<float>().ToArray();
    }

    private static byte[] Mlp()
    {
        Random random = new(11);
        List<OnnxNode> nodes = [];
        List<OnnxTensor> weights = [];
        for (int i = 0; i < Layers; i++)
        {
            float[] w = new float[Width * Width];
            for (int j = 0; j < w.Length; j++) { w[j] = (random.NextSingle() - 0.5f) / 16; }
            weights.Add(OnnxTensor.Floats($"w{i}", [Width, Width], w));
            nodes.Add(new OnnxNode("MatMul", [i == 0 ? "x" : $"t{i}", $"w{i}"], [i == Layers - 1 ? "y" : $"t{i + 1}"]));
        }

        return TestModels.Write(nodes, [new OnnxValueInfo("x", OnnxElementType.Float, [-1, Width])], [new OnnxValueInfo("y", OnnxElementType.Float, [-1, Width])], weights);
    }
}
