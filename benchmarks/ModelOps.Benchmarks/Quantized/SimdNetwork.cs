using ModelOps.Onnx;
using ModelOps.Onnx.Execution;

namespace ModelOps.Benchmarks.Quantized;

/// <summary>Our side: the compiled model, over the same batches in the same order.</summary>
internal sealed class SimdNetwork(OnnxModel model, float[] rows, int batch, int features, int outputs)
{
    private readonly SimdModel _simd = SimdModel.Compile(model);
    private int _first;

    /// <summary>The last answer.</summary>
    public float[] Output { get; } = new float[batch * outputs];

    /// <summary>Answers the next batch.</summary>
    public void Run()
    {
        int length = batch * features;
        _simd.Run(rows.AsSpan(_first, length), Output);
        _first += length;
        if (_first + length > rows.Length) { _first = 0; }
    }
}
