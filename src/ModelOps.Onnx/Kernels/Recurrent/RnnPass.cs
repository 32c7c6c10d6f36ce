using ModelOps.Onnx.Kernels.Dense;

namespace ModelOps.Onnx.Kernels.Recurrent;

/// <summary>A plain recurrent cell: <c>h = f(x W + h R + b)</c>. Formula: the RNN operator of ONNX.</summary>
internal sealed unsafe class RnnPass : RecurrentPass
{
    private readonly PackedMatrix _r;
    private readonly Activation _activation;
    private readonly Activation? _clip;

    public RnnPass(FloatKernels kernels, RecurrentWeights weights, int direction, Activation activation, float clip)
        : base(kernels, weights.PackW(direction, 1), weights.SumOfBiases(direction, 1), weights.Hidden)
    {
        _r = weights.PackR(direction, 1, 0, 1);
        _activation = activation;
        _clip = clip > 0 ? new Activation(ActivationKind.Clip, -clip, clip) : null;
    }

    protected override void Step(float* gates, nint stride, float* h, float* c, int batch, float* scratch)
    {
        Epilogue end = new();
        end.Add(gates, stride);
        Kernels.Multiply(h, Hidden, batch, _r.Panels, Hidden, Hidden, in end, gates, stride);
        for (int b = 0; b < batch; b++)
        {
            float* own = gates + (b * stride);
            if (_clip is { } clip) { Kernels.Activate(clip, own, Hidden); }
            Kernels.Activate(_activation, own, Hidden);
            new ReadOnlySpan<float>(own, Hidden).CopyTo(new Span<float>(h + (b * Hidden), Hidden));
        }
    }
}
