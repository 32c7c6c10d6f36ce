using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Kernels.Dense;

namespace ModelOps.Onnx.Operators.Attention;

/// <summary>An activation of values, to which a bias for each place along the last dimension may be added before.</summary>
/// <param name="x">The values.</param>
/// <param name="bias">The bias, if there is one.</param>
/// <param name="y">The result.</param>
/// <param name="activation">The function.</param>
internal sealed unsafe class ActivationStep(Value x, Value? bias, Value y, Activation activation) : Step
{
    /// <summary>Floats that are copied and replaced while they are in the first-level cache.</summary>
    private const int Block = 2048;

    /// <inheritdoc/>
    public override void Bind()
    {
        if (bias is not null && (x.Rank == 0 || bias.Rank != 1 || bias.Count != x.Shape[^1])) { throw new ShapeException($"{bias} has not one element for each of the last dimension of {x}"); }
        y.SetShape(x.Shape);
    }

    /// <inheritdoc/>
    public override void Run()
    {
        float* from = (float*)x.Data;
        float* to = (float*)y.Data;
        int length = bias is null ? Block : bias.Count;
        for (int done = 0; done < y.Count; done += length)
        {
            int count = Math.Min(length, y.Count - done);
            new ReadOnlySpan<float>(from + done, count).CopyTo(new Span<float>(to + done, count));
            if (bias is not null) { FloatKernels.Best.AddScaled(to + done, (float*)bias.Data, count, 1); }
            FloatKernels.Best.Activate(activation, to + done, count);
        }
    }
}
