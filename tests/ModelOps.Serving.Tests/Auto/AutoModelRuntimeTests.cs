using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using ModelOps.Onnx;
using ModelOps.Serving.Auto;
using ModelOps.TestSupport;

namespace ModelOps.Serving.Tests.Auto;

public sealed class AutoModelRuntimeTests
{
    [Fact]
    public async Task LoadAsync_ModelOfBothRuntimes_TellsChoiceAndFigures()
    {
        using TemporaryFolder folder = new();
        using IModelSession session = await AutoRuntimes.Create().LoadAsync(Package(folder, TestModels.Affine(2, 1)), default);

        Assert.Matches("simd|onnxruntime", session.Properties["auto.choice"]);
        Assert.Matches(@"1 row: (simd|onnxruntime) \(simd [0-9.]+ us, onnxruntime [0-9.]+ us\); 8 rows: .*; 256 rows: ", session.Properties["auto.reason"]);
    }

    [Fact]
    public async Task LoadAsync_OperatorUnknownToTheEngine_OnnxRuntimeServesAndSaysWhy()
    {
        using TemporaryFolder folder = new();
        using IModelSession session = await AutoRuntimes.Create().LoadAsync(Package(folder, TestModels.NonZero()), default);

        Assert.Equal("onnxruntime", session.Properties["auto.choice"]);
        Assert.Contains("NonZero-13", session.Properties["auto.reason"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task LoadAsync_AnswersBeyondTolerance_OnnxRuntimeServesWithAWarning()
    {
        // A sum of many floats in another order has other bits, and nothing is allowed.
        byte[] model = Sum([.. Enumerable.Range(0, 1000).Select(static i => MathF.Sin(i) * 1000)]);
        using TemporaryFolder folder = new();
        FakeLogger<AutoModelRuntime> logger = new();
        AutoOptions exact = new() { AbsoluteTolerance = 0, RelativeTolerance = 0, WarmUpTime = TimeSpan.Zero };
        using IModelSession session = await AutoRuntimes.Create(exact, logger).LoadAsync(Package(folder, model), default);

        Assert.Equal("onnxruntime", session.Properties["auto.choice"]);
        Assert.Contains("output 'y' differs", session.Properties["auto.reason"], StringComparison.Ordinal);
        Assert.Equal((LogLevel.Warning, 2008), (logger.LatestRecord.Level, logger.LatestRecord.Id.Id));
    }

    [Fact]
    public async Task LoadAsync_MadeUpRowsThatFail_OnnxRuntimeServes()
    {
        using TemporaryFolder folder = new();
        using IModelSession session = await AutoRuntimes.Create().LoadAsync(Package(folder, TestModels.Lookup()), default);
        using InferenceRequest request = new(ModelReference.ToModel("m"));
        request.Inputs.Add(InferenceTensor.Create<long>("indices", [2], [2, 0]));
        using InferenceResponse response = new();
        session.Run(request, response, default);

        Assert.Equal([30f, 10f], response.Outputs["y"].AsSpan<float>().ToArray());
        Assert.Equal("onnxruntime", session.Properties["auto.choice"]);
    }

    [Fact]
    public async Task LoadAsync_NextVersionMuchTheSame_TakesWhatWasMeasured()
    {
        using TemporaryFolder folder = new();
        AutoModelRuntime runtime = AutoRuntimes.Create();
        using IModelSession first = await runtime.LoadAsync(Package(folder, TestModels.Affine(2, 1)), default);
        using IModelSession second = await runtime.LoadAsync(Package(folder, TestModels.Affine(3, 5)) with { Version = "1.1.0" }, default);
        using IModelSession third = await runtime.LoadAsync(Package(folder, TestModels.Affine(4, 7)) with { Version = "1.2.0" }, default);

        Assert.Equal($"as measured of version 1.0.0, which is much the same: {first.Properties["auto.reason"]}", second.Properties["auto.reason"]);
        Assert.Equal(second.Properties["auto.reason"], third.Properties["auto.reason"]);
        Assert.Equal(first.Properties["auto.choice"], third.Properties["auto.choice"]);
        using InferenceRequest request = new(ModelReference.ToModel("m"));
        request.Inputs.Add(InferenceTensor.Create<float>("x", [1, 4], [1, 2, 3, 4]));
        using InferenceResponse response = new();
        third.Run(request, response, default);
        Assert.Equal([11f, 15f, 19f, 23f], response.Outputs["y"].AsSpan<float>().ToArray());
    }

    [Fact]
    public async Task LoadAsync_NextVersionOfOtherShapeSizeOrName_IsMeasuredAnew()
    {
        using TemporaryFolder folder = new();
        AutoModelRuntime runtime = AutoRuntimes.Create();
        using IModelSession first = await runtime.LoadAsync(Package(folder, TestModels.Affine(2, 1)), default);
        using IModelSession other = await runtime.LoadAsync(Package(folder, TestModels.Affine(2, 1)) with { Model = "n" }, default);
        using IModelSession wider = await runtime.LoadAsync(Package(folder, TestModels.Affine(2, 1, columns: 5)), default);
        using IModelSession larger = await runtime.LoadAsync(
            Package(folder, TestModels.Write(
                [new OnnxNode("Mul", ["x", "w"], ["y"])], [new OnnxValueInfo("x", OnnxElementType.Float, [-1, 5])], [new OnnxValueInfo("y", OnnxElementType.Float, [-1, 5])],
                [OnnxTensor.Floats("w", [5], new float[5]), OnnxTensor.Floats("unused", [500], new float[500])])),
            default);

        Assert.All([first, other, wider, larger], static session => Assert.StartsWith("1 row: ", session.Properties["auto.reason"], StringComparison.Ordinal));
    }

    [Fact]
    public async Task LoadAsync_NextVersionThatDiffers_IsStillCompared()
    {
        AutoOptions options = new() { WarmUpTime = TimeSpan.Zero };
        AutoModelRuntime runtime = AutoRuntimes.Create(options);
        using TemporaryFolder folder = new();
        using IModelSession first = await runtime.LoadAsync(Package(folder, Sum(new float[1000])), default);
        (options.AbsoluteTolerance, options.RelativeTolerance) = (0, 0);
        using IModelSession second = await runtime.LoadAsync(Package(folder, Sum([.. Enumerable.Range(0, 1000).Select(static i => MathF.Sin(i) * 1000)])), default);

        Assert.StartsWith("1 row: ", first.Properties["auto.reason"], StringComparison.Ordinal);
        Assert.Contains("output 'y' differs", second.Properties["auto.reason"], StringComparison.Ordinal);
        Assert.Equal("onnxruntime", second.Properties["auto.choice"]);
    }

    [Fact]
    public async Task LoadAsync_ReuseOff_EachVersionIsMeasured()
    {
        using TemporaryFolder folder = new();
        AutoModelRuntime runtime = AutoRuntimes.Create(new AutoOptions { WarmUpTime = TimeSpan.Zero, ReuseMeasurements = false });
        using IModelSession first = await runtime.LoadAsync(Package(folder, TestModels.Affine(2, 1)), default);
        using IModelSession second = await runtime.LoadAsync(Package(folder, TestModels.Affine(3, 1)), default);

        Assert.StartsWith("1 row: ", second.Properties["auto.reason"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("simd", "simd")]
    [InlineData("onnxruntime", "onnxruntime")]
    [InlineData(null, "auto")]
    public async Task Host_RuntimeNamed_LoadsWithIt(string? name, string expected)
    {
        using TemporaryFolder folder = new();
        HostApplicationBuilder builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddModelOps().AddServing();
        builder.Services.Configure<AutoOptions>(static options => options.WarmUpTime = TimeSpan.Zero);
        using IHost host = builder.Build();
        IModelHost models = host.Services.GetRequiredService<IModelHost>();
        await models.AddAsync(new HostedModelOptions { Name = "m", File = folder.Write("m.onnx", TestModels.Affine(2, 1)), Runtime = name });

        ModelMetadata metadata = await host.Services.GetRequiredService<IInferenceClient>().GetMetadataAsync(ModelReference.ToModel("m"));

        Assert.Equal(expected, metadata.Properties["runtime"]);
    }

    [Fact]
    public async Task Host_RuntimeUnknown_SaysWhichThereAre()
    {
        using TemporaryFolder folder = new();
        HostApplicationBuilder builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddModelOps().AddServing(static serving => serving.Runtime = "magic");
        using IHost host = builder.Build();

        ModelLoadException e = await Assert.ThrowsAsync<ModelLoadException>(() => host.Services.GetRequiredService<IModelHost>()
            .AddAsync(new HostedModelOptions { Name = "m", File = folder.Write("m.onnx", TestModels.Affine(2, 1)) }));

        Assert.Contains("no runtime 'magic' (runtimes: auto, simd, onnxruntime)", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Host_WrongSettings_NamesThemAll()
    {
        ServiceCollection services = new();
        services.AddModelOps().AddServing();
        services.Configure<AutoOptions>(static options => options.RelativeTolerance = double.NaN);
        services.Configure<ModelOps.Serving.Simd.SimdOptions>(static options => options.MinRowsPerThread = 0);
        using ServiceProvider provider = services.BuildServiceProvider();

        Assert.Contains("RelativeTolerance", Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IOptions<AutoOptions>>().Value).Message, StringComparison.Ordinal);
        Assert.Contains("MinRowsPerThread", Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IOptions<ModelOps.Serving.Simd.SimdOptions>>().Value).Message, StringComparison.Ordinal);
    }

    private static byte[] Sum(float[] weights) => TestModels.Write(
        [new OnnxNode("MatMul", ["x", "w"], ["y"])],
        [new OnnxValueInfo("x", OnnxElementType.Float, [-1, weights.Length])],
        [new OnnxValueInfo("y", OnnxElementType.Float, [-1, 1])],
        [OnnxTensor.Floats("w", [weights.Length, 1], weights)]);

    private static ModelPackage Package(TemporaryFolder folder, byte[] model) => ModelPackage.FromFile("m", folder.Write("m.onnx", model));
}
