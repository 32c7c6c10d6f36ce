using ModelOps.Onnx.Kernels.Dense;

namespace ModelOps.Onnx.Kernels.Recurrent;

/// <summary>One direction of a recurrent layer. The input's share of all gates is one product for many steps; then cells run step by step. Immutable.</summary>
internal abstract unsafe class RecurrentPass
{
    /// <summary>Most floats of gates to hold at once; they should stay in the second-level cache.</summary>
    private const int MaxGates = 65536;

    private readonly PackedMatrix _w;
    private readonly AlignedFloats _bias;
    private readonly int _gates;

    protected RecurrentPass(FloatKernels kernels, PackedMatrix w, float[] bias, int hidden)
    {
        Kernels = kernels;
        Hidden = hidden;
        _w = w;
        _gates = bias.Length;
        _bias = AlignedFloats.Copy(bias);
    }

    protected FloatKernels Kernels { get; }

    protected int Hidden { get; }

    /// <summary>Floats that <see cref="Step"/> works in for each sequence.</summary>
    protected virtual int ScratchOfStep => 0;

    /// <summary>Floats of scratch that a run needs.</summary>
    public nint ScratchLength(int steps, int batch) =>
        ((nint)StepsOfChunk(steps, batch) * batch * _gates) + ((nint)batch * ((2 * Hidden) + ScratchOfStep));

    /// <summary>Runs sequences of one length.</summary>
    /// <param name="steps">That length.</param>
    /// <param name="batch">Number of sequences.</param>
    /// <param name="isReverse">Whether to start at the end.</param>
    /// <param name="places">Where the values lie.</param>
    public void Run(int steps, int batch, bool isReverse, in RecurrentPlaces places)
    {
        float* h = places.Scratch;
        float* c = h + (batch * Hidden);
        float* scratch = c + (batch * Hidden);
        float* gates = scratch + (batch * ScratchOfStep);
        Start(h, places.InitialH, places.StateStride, batch);
        Start(c, places.InitialC, places.StateStride, batch);
        int chunk = StepsOfChunk(steps, batch);
        for (int done = 0; done < steps; done += chunk)
        {
            int count = Math.Min(chunk, steps - done);
            int first = isReverse ? steps - done - count : done;
            (nint ofStep, nint ofSequence) = FromInput(in places, first, count, batch, gates);
            for (int i = 0; i < count; i++)
            {
                int at = isReverse ? count - 1 - i : i;
                Step(gates + (at * ofStep), ofSequence, h, c, batch, scratch);
                if (places.Y == null) { continue; }
                for (int b = 0; b < batch; b++) { Copy(h + (b * Hidden), places.Y + ((first + at) * places.YStep) + (b * places.YStride)); }
            }
        }

        Finish(h, places.LastH, places.StateStride, batch);
        Finish(c, places.LastC, places.StateStride, batch);
        GC.KeepAlive(this);
    }

    /// <summary>One step of all sequences.</summary>
    /// <param name="gates">The input's share of the gates of the first sequence; may be overwritten.</param>
    /// <param name="stride">Floats to the next sequence's.</param>
    /// <param name="h">Outputs of all sequences; replaced.</param>
    /// <param name="c">States; replaced.</param>
    /// <param name="batch">Number of sequences.</param>
    /// <param name="scratch">Floats to work in.</param>
    protected abstract void Step(float* gates, nint stride, float* h, float* c, int batch, float* scratch);

    private int StepsOfChunk(int steps, int batch) => (int)Math.Clamp(MaxGates / Math.Max(1, (long)batch * _gates), 1, Math.Max(1, steps));

    private (nint OfStep, nint OfSequence) FromInput(in RecurrentPlaces places, int first, int count, int batch, float* gates)
    {
        Epilogue end = new();
        end.Add(_bias.Pointer);
        float* x = places.X + (first * places.XStep);
        if (batch > 1 && places.XStep == batch * places.XStride)
        {
            // All sequences of a step lie together, so rows are the same distance apart through all steps.
            Kernels.Multiply(x, places.XStride, count * batch, _w.Panels, _w.Depth, _gates, in end, gates, _gates);
            return ((nint)batch * _gates, _gates);
        }

        for (int b = 0; b < batch; b++)
        {
            Kernels.Multiply(x + (b * places.XStride), places.XStep, count, _w.Panels, _w.Depth, _gates, in end, gates + ((nint)b * count * _gates), _gates);
        }

        return (_gates, (nint)count * _gates);
    }

    private void Start(float* state, float* initial, nint stride, int batch)
    {
        for (int b = 0; b < batch; b++)
        {
            if (initial == null) { new Span<float>(state + (b * Hidden), Hidden).Clear(); }
            else { Copy(initial + (b * stride), state + (b * Hidden)); }
        }
    }

    private void Finish(float* state, float* last, nint stride, int batch)
    {
        if (last == null) { return; }
        for (int b = 0; b < batch; b++) { Copy(state + (b * Hidden), last + (b * stride)); }
    }

    private void Copy(float* from, float* to) => new ReadOnlySpan<float>(from, Hidden).CopyTo(new Span<float>(to, Hidden));
}
