namespace ModelOps.Onnx.Kernels.Recurrent;

/// <summary>A recurrent layer of one direction or two. Immutable, so threads may share it; each call brings its own scratch.</summary>
/// <param name="passes">One for each direction.</param>
/// <param name="direction">Which way the first reads.</param>
/// <param name="input">Size of what comes in at each step.</param>
/// <param name="hidden">Size of a direction's output.</param>
/// <param name="isBatchFirst">Whether sequences lie one after the other: <c>layout</c> 1 of ONNX.</param>
internal sealed unsafe class RecurrentLayer(RecurrentPass[] passes, RecurrentDirection direction, int input, int hidden, bool isBatchFirst)
{
    public int Directions => passes.Length;

    public int Input => input;

    public int Hidden => hidden;

    public bool IsBatchFirst => isBatchFirst;

    /// <summary>Floats of scratch that a call needs.</summary>
    public nint ScratchLength(int steps, int batch) => passes[0].ScratchLength(steps, batch);

    /// <summary>Runs sequences.</summary>
    public void Run(in RecurrentCall call)
    {
        for (int i = 0; i < passes.Length; i++)
        {
            bool isReverse = direction == RecurrentDirection.Reverse || i == 1;
            RecurrentPlaces places = PlacesOf(in call, i);
            if (HaveOneLength(in call)) { passes[i].Run(call.Steps, call.Batch, isReverse, in places); continue; }
            for (int b = 0; b < call.Batch; b++)
            {
                int steps = call.Lengths[b];
                RecurrentPlaces own = places.Of(b);
                passes[i].Run(steps, 1, isReverse, in own);
                if (own.Y == null) { continue; }
                for (int t = steps; t < call.Steps; t++) { new Span<float>(own.Y + (t * own.YStep), hidden).Clear(); }
            }
        }
    }

    private static bool HaveOneLength(in RecurrentCall call) =>
        call.Lengths == null || !new ReadOnlySpan<int>(call.Lengths, call.Batch).ContainsAnyExcept(call.Steps);

    private RecurrentPlaces PlacesOf(in RecurrentCall call, int index)
    {
        (nint steps, nint batch, nint directions, nint size) = (call.Steps, call.Batch, passes.Length, hidden);
        nint ofState = index * (isBatchFirst ? size : batch * size);
        return new RecurrentPlaces
        {
            X = call.X,
            XStep = isBatchFirst ? input : batch * input,
            XStride = isBatchFirst ? steps * input : input,
            Y = call.Y == null ? null : call.Y + ofState,
            YStep = directions * size * (isBatchFirst ? 1 : batch),
            YStride = size * (isBatchFirst ? steps * directions : 1),
            InitialH = call.InitialH == null ? null : call.InitialH + ofState,
            InitialC = call.InitialC == null ? null : call.InitialC + ofState,
            LastH = call.LastH == null ? null : call.LastH + ofState,
            LastC = call.LastC == null ? null : call.LastC + ofState,
            StateStride = size * (isBatchFirst ? directions : 1),
            Scratch = call.Scratch,
        };
    }
}
