using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Tests.Operators.Dense;
using ModelOps.Onnx.Tests.Support;

namespace ModelOps.Onnx.Tests.Operators.Attention;

/// <summary>A transformer's encoder of two layers as PyTorch exports it, compiled once and run with several batches and lengths, against ONNX Runtime.
/// Results are normalised, of size about 1; tolerance 3e-5 absolute.</summary>
public class EncoderTests
{
    [Theory]
    [InlineData(13, false)]
    [InlineData(13, true)]
    [InlineData(17, false)]
    [InlineData(17, true)]
    public void Encoder_OpenBatchAndLength_AsOnnxRuntime(int opset, bool isPacked)
    {
        OnnxModel model = new EncoderGraph(opset, isPacked).Build(layers: 2);
        SimdModel compiled = SimdModel.Compile(model);
        foreach ((int batch, int length) in ((int, int)[])[(1, 1), (1, 12), (3, 7), (2, 65), (3, 7)])
        {
            OnnxTensor[] inputs = [Drawn.Floats("x", length, 2, batch, length, EncoderGraph.Width), Visible(batch, length)];
            Oracle.AssertClose(Oracle.RunOnnxRuntime(model, inputs)[0], Oracle.RunSimd(compiled, inputs)[0], 0, 3e-5);
        }
    }

    /// <summary>The last places of the later sequences are padding.</summary>
    private static OnnxTensor Visible(int batch, int length)
    {
        byte[] visible = new byte[batch * length];
        for (int i = 0; i < visible.Length; i++) { visible[i] = i % length < Math.Max(1, length - (i / length)) ? (byte)1 : (byte)0; }
        return new OnnxTensor("visible", OnnxElementType.Bool, [batch, length], visible);
    }
}
