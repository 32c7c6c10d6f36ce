using System.Diagnostics;
using System.Globalization;
using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Tests.Support;
using ModelOps.TestSupport;

namespace ModelOps.Onnx.Tests.Execution;

[Collection(typeof(Alone))]
public sealed class SimdModelFuzzTests
{
    private const long MaxCallBytes = 4 << 20;

    private static readonly int Models = int.Parse(Environment.GetEnvironmentVariable("MODELOPS_FUZZ_SIMD") ?? "4000", CultureInfo.InvariantCulture);

    private static readonly int Seed = int.Parse(Environment.GetEnvironmentVariable("MODELOPS_FUZZ_SEED") ?? "20251126", CultureInfo.InvariantCulture);

    /// <summary>Set <c>MODELOPS_FUZZ_SIMD</c> to the number of models for a longer run, and <c>MODELOPS_FUZZ_SEED</c> for others.</summary>
    [Fact]
    public void CompileAndRun_HostileModels_OnlyTypedErrorsInBoundedTimeAndMemory()
    {
        int compiled = 0;
        int ran = 0;
        TimeSpan slowest = TimeSpan.Zero;
        long largest = 0;
        for (int i = 0; i < Models; i++)
        {
            Random random = new(Seed + i);
            HostileGraphs graphs = new(random);
            OnnxModel model = graphs.Next();
            if (OnnxModelValidator.Validate(model).Count > 0) { continue; }
            long start = Stopwatch.GetTimestamp();
            long allocated = Allocations.Once(() =>
            {
                if (TryCompile(model, i) is not { } simd) { return; }
                compiled++;
                for (int call = 0; call < 3; call++) { ran += TryRun(simd, graphs, i) ? 1 : 0; }
            });

            TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
            slowest = elapsed > slowest ? elapsed : slowest;
            largest = Math.Max(largest, allocated);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{Models} models: {compiled} compiled, {ran} calls ran; slowest {slowest.TotalMilliseconds:F0} ms, most {largest >> 20} MiB");
        Assert.True(compiled > Models / 30, $"only {compiled} of {Models} models compiled");
        Assert.True(ran > compiled / 2, $"only {ran} calls ran");
        Assert.True(slowest < TimeSpan.FromSeconds(10), $"a model of a few nodes took {slowest}");
        Assert.True(largest < 40 * MaxCallBytes, $"a model of a few nodes allocated {largest} bytes");
    }

    [Fact]
    public void MaxCallBytes_CallThatNeedsMore_IsRefused()
    {
        OnnxModel model = NodeModel.Of(13, new OnnxNode("Flatten", ["x"], ["y"]), [new("x", OnnxElementType.Float, [-1, 4])], [OnnxElementType.Float]);
        SimdModel simd = SimdModel.Compile(model, new SimdModelOptions { MaxCallBytes = 1 << 20 });
        simd.Run(new float[40_000], new float[40_000]);
        for (int i = 0; i < 2; i++)
        {
            ModelOpsException e = Assert.ThrowsAny<ModelOpsException>(() => Oracle.RunSimd(simd, [OnnxTensor.Floats("x", [100_000, 4], new float[400_000])]));
            Assert.Contains("more than 1048576 bytes of memory", e.Message, StringComparison.Ordinal);
        }

        simd.Run(new float[40_000], new float[40_000]);
        Assert.Throws<ArgumentOutOfRangeException>(() => new SimdModelOptions { MaxCallBytes = 5 });
    }

    /// <summary>Tells what an operator refused without meaning to: no error, but worth a look.</summary>
    private static void Note(string? what, int number)
    {
        if (what is not null) { TestContext.Current.TestOutputHelper?.WriteLine($"{number}: {what}"); }
    }

    private static SimdModel? TryCompile(OnnxModel model, int number)
    {
        try { return SimdModel.Compile(model, new SimdModelOptions { MaxCallBytes = MaxCallBytes }); }
        catch (UnsupportedOnnxModelException e)
        {
            Note(e.Nodes.FirstOrDefault(static n => n.Why.Contains("contradict", StringComparison.Ordinal))?.ToString(), number);
            return null;
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"model {number} of seed {Seed}:\n{OnnxPrinter.Print(model)}", e);
        }
    }

    private static bool TryRun(SimdModel simd, HostileGraphs graphs, int number)
    {
        try
        {
            OnnxTensor[] inputs = [.. simd.Signature.Inputs.Select(i => graphs.Input(i.Name, Enum.GetValues<OnnxElementType>().First(t => ElementTypes.ToTensorDataType(t) == i.DataType), i.Shape))];
            Oracle.RunSimd(simd, inputs);
            return true;
        }
        catch (ModelOpsException e) when (e is ModelExecutionException or InvalidInferenceRequestException)
        {
            Note(e.Message.Contains("contradict", StringComparison.Ordinal) ? e.Message : null, number);
            return false;
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"call of model {number} of seed {Seed}", e);
        }
    }
}
