using System.Runtime.InteropServices;

namespace ModelOps.Onnx.Forests.OneRow;

/// <summary>The strikes of a group of trees by plane. Not thread-safe.</summary>
internal sealed class LaneStrikes
{
    private const int Lanes = LaneForest<byte>.Lanes;
    private const int EntryLength = LaneForest<byte>.EntryLength;
    private readonly List<LaneStrike>[] _planes;
    private readonly int[] _used = new int[Lanes];

    public LaneStrikes(int planes)
    {
        _planes = new List<LaneStrike>[planes];
        for (int i = 0; i < planes; i++) { _planes[i] = []; }
    }

    public void Add(int plane, LaneStrike strike) => _planes[plane].Add(strike);

    /// <summary>Lines the strikes of each plane up and forgets them: an entry takes the next of each lane. Lanes that have no more strike nothing.</summary>
    /// <param name="code">How entries are coded.</param>
    /// <param name="counts">Receives the number of entries of each plane.</param>
    /// <param name="entries">Receives the entries.</param>
    public void MoveTo(LaneCode code, List<int> counts, List<byte> entries)
    {
        foreach (List<LaneStrike> strikes in _planes)
        {
            Array.Clear(_used);
            int count = 0;
            foreach (LaneStrike strike in strikes) { count = Math.Max(count, ++_used[strike.Lane]); }
            int first = entries.Count;
            CollectionsMarshal.SetCount(entries, first + (count * EntryLength));
            Span<byte> added = CollectionsMarshal.AsSpan(entries)[first..];
            added.Clear();
            Array.Clear(_used);
            foreach (LaneStrike strike in strikes)
            {
                int at = (_used[strike.Lane]++ * EntryLength) + strike.Lane;
                added[at] = strike.LookOf(code);
                added[at + Lanes] = strike.LimitOf(code);
                added[at + (2 * Lanes)] = strike.Leaves;
            }

            counts.Add(count);
            strikes.Clear();
        }
    }
}
