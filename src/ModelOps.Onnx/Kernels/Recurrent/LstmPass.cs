using ModelOps.Onnx.Kernels.Dense;

namespace ModelOps.Onnx.Kernels.Recurrent;

/// <summary>Long short-term memory: gates for input, output and forgetting, and a candidate. Formulas: the LSTM operator of ONNX.</summary>
internal sealed unsafe class LstmPass : RecurrentPass
{
    private const int Gates = 4;

    private readonly PackedMatrix _r;
    private readonly AlignedFloats? _peepholes;
    private readonly Activation _ofGates;
    private readonly Activation _ofCandidate;
    private readonly Activation _ofState;
    private readonly Activation? _clip;
    private readonly bool _couplesForget;
    private readonly bool _isPlain;

    /// <summary>Packs the weights of a direction.</summary>
    /// <param name="kernels">Width to run in.</param>
    /// <param name="weights">Weights of the layer.</param>
    /// <param name="direction">Index of the direction.</param>
    /// <param name="activations">Those of the gates, the candidate and the state.</param>
    /// <param name="clip">Bound for the sums that activations get, or 0 for none.</param>
    /// <param name="couplesForget">Whether the forget gate is 1 less the input gate.</param>
    public LstmPass(FloatKernels kernels, RecurrentWeights weights, int direction, ReadOnlySpan<Activation> activations, float clip, bool couplesForget)
        : base(kernels, weights.PackW(direction, Gates), weights.SumOfBiases(direction, Gates), weights.Hidden)
    {
        _r = weights.PackR(direction, Gates, 0, Gates);
        _peepholes = weights.P.Length == 0 ? null : AlignedFloats.Copy(weights.P.AsSpan(direction * 3 * weights.Hidden, 3 * weights.Hidden));
        (_ofGates, _ofCandidate, _ofState) = (activations[0], activations[1], activations[2]);
        _clip = clip > 0 ? new Activation(ActivationKind.Clip, -clip, clip) : null;
        _couplesForget = couplesForget;
        _isPlain = _peepholes is null && _clip is null && !couplesForget
            && _ofGates.Kind == ActivationKind.Sigmoid && _ofCandidate.Kind == ActivationKind.Tanh && _ofState.Kind == ActivationKind.Tanh;
    }

    protected override void Step(float* gates, nint stride, float* h, float* c, int batch, float* scratch)
    {
        Epilogue end = new();
        end.Add(gates, stride);
        Kernels.Multiply(h, Hidden, batch, _r.Panels, Hidden, Gates * Hidden, in end, gates, stride);
        for (int b = 0; b < batch; b++)
        {
            float* own = gates + (b * stride);
            if (_isPlain) { Kernels.LstmCell(own, c + (b * Hidden), h + (b * Hidden), Hidden); }
            else { Cell(own, c + (b * Hidden), h + (b * Hidden)); }
        }
    }

    /// <summary>A cell with all that ONNX allows.</summary>
    private void Cell(float* gates, float* c, float* h)
    {
        float* input = gates;
        float* output = gates + Hidden;
        float* forget = gates + (2 * Hidden);
        float* candidate = gates + (3 * Hidden);
        if (_peepholes is not null)
        {
            Kernels.AddProduct(input, _peepholes.Pointer, c, Hidden);
            Kernels.AddProduct(forget, _peepholes.Pointer + (2 * Hidden), c, Hidden);
        }

        Activate(_ofGates, input);
        Activate(_ofCandidate, candidate);
        if (_couplesForget)
        {
            for (int j = 0; j < Hidden; j++) { forget[j] = 1 - input[j]; }
        }
        else { Activate(_ofGates, forget); }

        Kernels.Product(c, forget, c, Hidden);
        Kernels.AddProduct(c, input, candidate, Hidden);
        if (_peepholes is not null) { Kernels.AddProduct(output, _peepholes.Pointer + Hidden, c, Hidden); }
        Activate(_ofGates, output);
        new ReadOnlySpan<float>(c, Hidden).CopyTo(new Span<float>(h, Hidden));
        Kernels.Activate(_ofState, h, Hidden);
        Kernels.Product(h, output, h, Hidden);
    }

    private void Activate(Activation activation, float* gate)
    {
        if (_clip is { } clip) { Kernels.Activate(clip, gate, Hidden); }
        Kernels.Activate(activation, gate, Hidden);
    }
}
