using ModelOps.Onnx.Kernels.Dense;

namespace ModelOps.Onnx.Kernels.Recurrent;

/// <summary>Gated recurrent unit: gates for update and reset, and a candidate. Formulas: the GRU operator of ONNX.</summary>
internal sealed unsafe class GruPass : RecurrentPass
{
    private const int Gates = 3;

    private readonly PackedMatrix _r;
    private readonly PackedMatrix _ofCandidate;
    private readonly AlignedFloats? _biasOfOutput;
    private readonly Activation _gate;
    private readonly Activation _candidate;
    private readonly Activation? _clip;

    /// <summary>Packs the weights of a direction.</summary>
    /// <param name="kernels">Width to run in.</param>
    /// <param name="weights">Weights of the layer.</param>
    /// <param name="direction">Index of the direction.</param>
    /// <param name="activations">Those of the gates and of the candidate.</param>
    /// <param name="clip">Bound for the sums that activations get, or 0 for none.</param>
    /// <param name="isLinearBeforeReset">Whether the last output is multiplied by its weights before it is reset.</param>
    public GruPass(FloatKernels kernels, RecurrentWeights weights, int direction, ReadOnlySpan<Activation> activations, float clip, bool isLinearBeforeReset)
        : base(kernels, weights.PackW(direction, Gates), BiasOfInput(weights, direction, isLinearBeforeReset), weights.Hidden)
    {
        (_gate, _candidate) = (activations[0], activations[1]);
        _clip = clip > 0 ? new Activation(ActivationKind.Clip, -clip, clip) : null;
        _r = weights.PackR(direction, Gates, 0, Gates - 1);
        _ofCandidate = weights.PackR(direction, Gates, Gates - 1, 1);
        if (isLinearBeforeReset) { _biasOfOutput = AlignedFloats.Copy(weights.Bias(direction, Gates, isOfOutput: true).AsSpan(2 * weights.Hidden)); }
    }

    /// <summary>The last output's share of the candidate, or the reset output.</summary>
    protected override int ScratchOfStep => Hidden;

    protected override void Step(float* gates, nint stride, float* h, float* c, int batch, float* scratch)
    {
        Epilogue end = new();
        end.Add(gates, stride);
        Kernels.Multiply(h, Hidden, batch, _r.Panels, Hidden, 2 * Hidden, in end, gates, stride);
        if (_biasOfOutput is not null) { LinearBeforeReset(gates, stride, h, batch, _biasOfOutput.Pointer, scratch); }
        else { ResetBeforeLinear(gates, stride, h, batch, scratch); }
        for (int b = 0; b < batch; b++)
        {
            float* own = gates + (b * stride);
            Activate(_candidate, own + (2 * Hidden), Hidden);
            Kernels.Blend(h + (b * Hidden), own, own + (2 * Hidden), Hidden);
        }
    }

    private static float[] BiasOfInput(RecurrentWeights weights, int direction, bool isLinearBeforeReset)
    {
        float[] bias = weights.SumOfBiases(direction, Gates);
        if (isLinearBeforeReset) { weights.Bias(direction, Gates, isOfOutput: false).AsSpan(2 * weights.Hidden).CopyTo(bias.AsSpan(2 * weights.Hidden)); }
        return bias;
    }

    private void LinearBeforeReset(float* gates, nint stride, float* h, int batch, float* bias, float* scratch)
    {
        Epilogue end = new();
        end.Add(bias);
        Kernels.Multiply(h, Hidden, batch, _ofCandidate.Panels, Hidden, Hidden, in end, scratch, Hidden);
        for (int b = 0; b < batch; b++)
        {
            float* own = gates + (b * stride);
            Activate(_gate, own, 2 * Hidden);
            Kernels.AddProduct(own + (2 * Hidden), own + Hidden, scratch + (b * Hidden), Hidden);
        }
    }

    private void ResetBeforeLinear(float* gates, nint stride, float* h, int batch, float* scratch)
    {
        for (int b = 0; b < batch; b++)
        {
            float* own = gates + (b * stride);
            Activate(_gate, own, 2 * Hidden);
            Kernels.Product(scratch + (b * Hidden), own + Hidden, h + (b * Hidden), Hidden);
        }

        Epilogue end = new();
        end.Add(gates + (2 * Hidden), stride);
        Kernels.Multiply(scratch, Hidden, batch, _ofCandidate.Panels, Hidden, Hidden, in end, gates + (2 * Hidden), stride);
    }

    private void Activate(Activation activation, float* gate, int length)
    {
        if (_clip is { } clip) { Kernels.Activate(clip, gate, length); }
        Kernels.Activate(activation, gate, length);
    }
}
