using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Tests.Support;

namespace ModelOps.Onnx.Tests.WholeModels;

public sealed class SileroTests(Silero silero) : IClassFixture<Silero>
{
    /// <summary>Samples of a call at 16 kHz.</summary>
    private const int Samples = 512;

    [Theory]
    [InlineData("silero_vad_v5.onnx")]
    [InlineData("silero_vad_v6.onnx")]
    public void Run_FramesOfSound_NearOnnxRuntimeOrRefused(string name)
    {
        // ONNX Runtime gets the file as it is: its own inlining of branches fails on a rate that is constant.
        OnnxModel original = silero.Read(name);
        OnnxTensor rate = OnnxTensor.Int64s("sr", [], [16_000]);
        OnnxModel model = OnnxModelEditor.FixInput(original, "sr", rate);
        model = OnnxModelEditor.FixShape(model, "input", [1, Samples]);
        model = OnnxModelEditor.FixShape(model, "state", [2, 1, 128]);
        Assert.Empty(OnnxModelValidator.Validate(model));

        OnnxTensor state = OnnxTensor.Floats("state", [2, 1, 128], new float[256]);
        for (int frame = 0; frame < 5; frame++)
        {
            OnnxTensor[] inputs = [Sound(frame), state];
            IReadOnlyList<OnnxTensor> expected = Oracle.RunOnnxRuntime(original, [.. inputs, rate]);
            try
            {
                IReadOnlyList<OnnxTensor> actual = Oracle.RunSimd(SimdModel.Compile(model), inputs);
                for (int i = 0; i < expected.Count; i++) { Oracle.AssertClose(expected[i], actual[i], 1e-4, 1e-5); }
            }
            catch (UnsupportedOnnxModelException e)
            {
                // Branches on the rate are what may be missing; then the whole is refused with them.
                Assert.All(e.Nodes, static n => Assert.StartsWith("If", n.Operator, StringComparison.Ordinal));
            }

            state = expected.Single(static t => t.Name == "stateN") with { Name = "state" };
        }
    }

    /// <summary>A voice-like sweep: harmonics of a gliding pitch, with noise.</summary>
    private static OnnxTensor Sound(int frame)
    {
        Random random = new(frame);
        float[] samples = new float[Samples];
        for (int i = 0; i < samples.Length; i++)
        {
            double t = ((frame * Samples) + i) / 16_000.0;
            double phase = 2 * Math.PI * ((120 * t) + (40 * t * t));
            samples[i] = (float)((0.3 * Math.Sin(phase)) + (0.2 * Math.Sin(2 * phase)) + (0.1 * Math.Sin(5 * phase)) + (0.02 * (random.NextDouble() - 0.5)));
        }

        return OnnxTensor.Floats("input", [1, Samples], samples);
    }
}
