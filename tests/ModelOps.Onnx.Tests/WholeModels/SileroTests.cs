using Microsoft.ML.OnnxRuntime;
using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Tests.Support;

namespace ModelOps.Onnx.Tests.WholeModels;

public sealed class SileroTests(Silero silero) : IClassFixture<Silero>
{
    /// <summary>Samples of a call at 16 kHz.</summary>
    private const int Samples = 512;

    private static readonly OnnxTensor Rate = OnnxTensor.Int64s("sr", [], [16_000]);

    [Theory]
    [InlineData("silero_vad_v5.onnx", 1)]
    [InlineData("silero_vad_v6.onnx", 1)]
    [InlineData("silero_vad_v5.onnx", -1)]
    [InlineData("silero_vad_v6.onnx", -1)]
    public void Run_FramesOfSound_NearOnnxRuntime(string name, int batch)
    {
        // ONNX Runtime gets the file as it is: its own inlining of branches fails on a rate that is constant.
        OnnxModel original = silero.Read(name);
        OnnxModel model = OnnxModelEditor.FixShape(OnnxModelEditor.FixInput(original, "sr", Rate), "input", [batch, Samples]);
        if (batch > 0) { model = OnnxModelEditor.FixShape(model, "state", [2, batch, 128]); }
        Assert.Empty(OnnxModelValidator.Validate(model));
        SimdModel simd = SimdModel.Compile(model);

        // Each carries its own state from frame to frame, so that what is off would add up.
        int rows = batch < 0 ? 3 : batch;
        OnnxTensor expectedState = OnnxTensor.Floats("state", [2, rows, 128], new float[2 * rows * 128]);
        OnnxTensor actualState = expectedState;
        List<float> chances = [];
        using SessionOptions options = new() { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
        using InferenceSession session = new(OnnxModelWriter.Write(original), options);
        for (int frame = 0; frame < 60; frame++)
        {
            OnnxTensor sound = Sound(frame, rows);
            IReadOnlyList<OnnxTensor> expected = Oracle.RunOnnxRuntime(session, [sound, expectedState, Rate]);
            IReadOnlyList<OnnxTensor> actual = Oracle.RunSimd(simd, [sound, actualState]);
            Assert.Equal(["output", "stateN"], actual.Select(static t => t.Name));
            Oracle.AssertClose(expected[0], actual[0], 1e-4, 1e-5);

            // Cells count, up to 60 here, and a gate between them turns what sums round otherwise into a part of that.
            Oracle.AssertClose(expected[1], actual[1], 1e-4, 1e-4 * expected[1].Span<float>().ToArray().Max(Math.Abs));
            chances.Add(actual[0].Span<float>()[0]);
            (expectedState, actualState) = (expected[1] with { Name = "state" }, actual[1] with { Name = "state" });
        }

        Assert.True(chances.Max() > 1.3 * chances.Min(), "the sound should move the answer");
    }

    [Fact]
    public void Compile_SamplesOfACallNotTold_IsRefusedForTheBranchesOnThem()
    {
        OnnxModel model = OnnxModelEditor.FixInput(silero.Read("silero_vad_v5.onnx"), "sr", Rate);
        UnsupportedOnnxModelException e = Assert.Throws<UnsupportedOnnxModelException>(() => SimdModel.Compile(model));
        Assert.All(e.Nodes, static n => Assert.Equal("If-16", n.Operator));
    }

    /// <summary>A voice-like sweep: harmonics of a gliding pitch, with noise. Each row begins elsewhere in it.</summary>
    private static OnnxTensor Sound(int frame, int rows)
    {
        Random random = new(frame);
        float[] samples = new float[rows * Samples];
        for (int i = 0; i < samples.Length; i++)
        {
            double t = (((frame + (7 * (i / Samples))) * Samples) + (i % Samples)) / 16_000.0;
            double phase = 2 * Math.PI * ((120 * t) + (40 * t * t));
            samples[i] = (float)((0.3 * Math.Sin(phase)) + (0.2 * Math.Sin(2 * phase)) + (0.1 * Math.Sin(5 * phase)) + (0.02 * (random.NextDouble() - 0.5)));
        }

        return OnnxTensor.Floats("input", [rows, Samples], samples);
    }
}
